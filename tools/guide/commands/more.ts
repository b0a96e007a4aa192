// More ways to ask for every tool call, by a second author: plain short requests first, then situations and indirect ones.
import type { Command } from "../corpus-types.ts";

/** The patterns of a text that parts them by ` // ` or line ends. */
const patterns = (text: string): string[] =>
  text
    .split(/ \/\/ |\n/)
    .map((pattern) => pattern.trim())
    .filter((pattern) => pattern !== "");

const command = (name: string, args: Record<string, string>, en: string, zh: string): Command => ({
  name,
  arguments: args,
  en: patterns(en),
  zh: patterns(zh),
});

const desktop: Command[] = [
  command(
    "open_app",
    { app: "chat" },
    `open chat // please open chat( for me| now|) // open up the chat( window| app|) // chat window( please|, please) // can I (see|have) the chat window?
    (show|display) (the chat window|chat app) // open my chat (window|app) // (click|switch over) to the chat (window|app)( now|)
    Where (is|did) the chat window( go|)? (Open|Show) it( again|). // The chat (window|app) is (closed|not open|hidden), please open it.
    I want to (type|write) (something|a message), (so |)(open|show) the chat window. // (Next|First|Now), open the chat (window|app).
    (I need to|Let me) get back into the chat (window|app). // Chat (window|app) (open|up|back)( please|).`,
    `打开聊天 // 请打开聊天(窗口|)(，谢谢|) // 聊天打开 // 开聊天窗口 // 把聊天打开 // 帮我把聊天(窗口|应用|)打开(一下|)
    聊天窗口(在哪|去哪了|呢)？(打开|帮我打开|调出来)。 // 我要(去|回)聊天(那边|那个窗口|窗口)(。|)
    给我(看|显示|打开)(一下|)聊天(窗口|界面) // 麻烦你开一下聊天的窗口 // (先|现在|接下来)把聊天(窗口|应用)打开
    聊天窗口(没了|关了|没打开)，打开(一下|吧) // 我想(打字|发消息|输入点东西)，打开聊天窗口 // 聊天(应用|窗口)(开一下|调出来|显示出来)`,
  ),
  command(
    "open_app",
    { app: "models" },
    `open models // open the models // please open (the |)models (window|app) // open model window // show me the models window // models window please
    (show|display) (the |)models (window|app) // can (I|we) see the models window? // open up the (models|model) window // (go|switch over) to the models (window|app|view)
    Where (is|did) the models window( go|)? (Open|Show) it( again|). // The models (window|app) is (closed|not open|hidden), please open it.
    (First|Next|Now|Then), open the models (window|app). // I (have|need) to (look at|check) something in the models (window|app), (so |)open it.`,
    `打开模型 // 打开模型窗口 // 请打开模型(窗口|应用|界面) // 模型窗口打开 // 开一下模型窗口 // 帮我把模型(窗口|应用|界面)打开(一下|)
    把模型(窗口|应用)(打开|开了|显示出来) // 给我打开模型(窗口|应用|界面) // (显示|调出|弹出|呼出)模型(窗口|界面)
    模型窗口(在哪|去哪了|呢)？(打开|帮我打开|调出来)。 // (先|现在|接下来)把模型(窗口|应用)打开 // 我要(去|到)模型(那个|)窗口(里|)
    模型窗口(没了|关了|没打开)，打开(一下|吧) // 我要在模型窗口里(看点东西|操作一下)，(打开它|帮我打开)`,
  ),
  command(
    "close_app",
    { app: "chat" },
    `close chat // please close (the |)chat( window|) // close my chat (window|app) // close this chat window // chat window, close // shut (down |)the chat (window|app)
    can you close the chat( window|) please? // I want the chat (window|app) closed // (hide|dismiss) the chat (window|panel) // (get|take) the chat window off (my|the) screen
    The chat (window|app) (can|may) be closed( now|). // (Enough|No more) chatting( for today| for now|), close the (chat|chat window).
    The chat window (covers|blocks|hides) everything, close it. // Why is the chat window (still |)open? Close it.`,
    `关闭聊天 // 关掉聊天(窗口|) // 请关闭聊天(窗口|应用|) // 把聊天关了 // 把聊天(窗口|应用|界面)(关掉|关闭|关上|关了)(吧|) // 聊天关掉
    聊天窗口(关一下|关了吧|可以关了|关闭) // 帮我把聊天(窗口|)关(掉|上|了) // 能关(掉|闭)聊天窗口吗？ // 我要关(掉|闭|上)聊天(窗口|应用)
    聊天窗口(挡住了|太占地方|碍事)，关(掉|了)(它|吧|) // (今天|现在|暂时)(不聊了|聊够了|聊完了)，关(掉|闭)聊天(窗口|)
    聊天窗口怎么还开着，(关掉|关了吧) // 不(需要|用)聊天窗口了，(关掉|关闭)(它|)`,
  ),
  command(
    "close_app",
    { app: "models" },
    `close models // close the models window // please close (the |)models (window|app) // close model window // models window, close // shut (down |)the models (window|app)
    can you close the models (window|app) please? // I want the models (window|app) closed // (hide|dismiss) the models (window|panel) // (get|take) the models window off (my|the) screen
    The models (window|app) (can|may) be closed( now|). // I've seen enough of the models window, (close|shut) it.
    The models window (covers|blocks|hides) everything, close it. // Why is the models window (still |)open? Close it.`,
    `关闭模型窗口 // 关掉模型(窗口|应用|界面) // 请关闭模型(窗口|应用|界面) // 把模型(窗口|应用|界面)(关掉|关闭|关上|关了)(吧|) // 模型窗口关掉
    模型(窗口|应用)(关一下|关了吧|可以关了|关闭) // 帮我把模型(窗口|应用)关(掉|上|了) // 能关(掉|闭)模型窗口吗？ // 我要关(掉|闭|上)模型(窗口|应用)
    模型窗口(挡住了|太占地方|碍事)，关(掉|了)(它|吧|) // 模型窗口看完了，关(掉|闭|了吧)
    模型窗口怎么还开着，(关掉|关了吧) // 不(需要|用)模型窗口了，(关掉|关闭)(它|) // 关上那个(模型|管理模型的)窗口`,
  ),
  command(
    "new_chat",
    {},
    `new chat // start new chat // start a new chat // open a new chat please // begin (a |)new conversation // create new chat // make a new chat // new chat please
    can (I|we) (start|have) a new chat? // I want to start a new (chat|conversation) // (one more|another) (new |)chat( please|)
    (Leave|Keep) this (chat|conversation) (here|as it is) and (start|open) a new one. // (Different|New|Other) (topic|subject) now, (so |)(start|open) a new chat.
    I('d| would) rather (ask|write) (this|that) in a new chat, (open|start) one.`,
    `新聊天 // 新对话 // 新建聊天 // 开个新聊天 // 开一个新的对话 // 开始新的(聊天|对话) // 请(新建|开始|创建)一个(新的|)(聊天|对话) // 再(开|建|来)一个(新|)(聊天|对话)
    帮我(开|建|新建)(一个|个)(新|新的)(聊天|对话) // 我想(开始|开|新建)(一个|个)新(的|)(聊天|对话) // 能(开|新建)(一个|个)新(聊天|对话)吗？
    (换个话题|聊点别的|说另一件事)，(开|建)个新(聊天|对话) // 这个(聊天|对话)先(留着|放着)，(开|新建)一个新的(聊天|对话)
    这个对话太(长|乱)了，(新开|另开|重开)一个(对话|聊天)`,
  ),
  command(
    "show_shortcuts",
    {},
    `shortcuts // show shortcuts // show me the shortcuts // show keyboard shortcuts // list the keyboard shortcuts // open the shortcuts // display all shortcuts // hotkeys please
    (which|what) (keyboard shortcuts|hotkeys|shortcuts) (are there|do you have|are available)? // can I see the (keyboard |)shortcuts?
    I (never|can't) remember the (shortcuts|hotkeys), (show|list) them. // (Show|Give) me (a|the) list of (all |)(the |)(keys|shortcuts) I can (press|use).
    I (want|prefer) to work without (the|a) mouse, show me the shortcuts. // (Put|Bring) the (list of shortcuts|shortcuts list) on (the |my |)screen.`,
    `快捷键 // 显示快捷键 // 看看快捷键 // 打开快捷键 // 快捷键列表 // 请显示(键盘|所有|)快捷键 // 列出(所有|全部|)快捷键 // 给我看(一下|)快捷键
    把快捷键(列出来|显示出来|给我看看|调出来) // 我想看(看|一下)(键盘|)快捷键(列表|)
    (记不住|忘了|老是忘)快捷键(了|)，(列出来|显示一下|给我看看) // 不想用鼠标，(显示|列出)快捷键`,
  ),
];

const appearance: Command[] = [
  command(
    "set_theme",
    { theme: "dark" },
    `dark // dark theme please // dark mode // set dark theme // set the theme to dark // change theme to dark // use dark mode // turn on dark mode // make it dark
    I want dark mode // can I have (the |)dark (theme|mode)? // can you set (the |)(theme|appearance|mode) to dark( please|)?
    (The|This) (room|place) is dark and the (page|screen) is (too |so |)(bright|white), use the dark theme. // (Light|White) is (not for me|tiring), (give me|switch to|set) the dark theme.`,
    `深色 // 暗色 // 深色主题 // 深色模式 // 切换深色 // 换深色(主题|模式) // 请(换成|切换到|改成|打开)深色(主题|模式|) // 主题改成深色 // 把主题(改|换|设|调)成深色(的|) // 打开深色模式
    我要深色(主题|模式|的) // 能换成深色(主题|模式|)吗？ // (屏幕|页面|界面)太(亮|白|刺眼)了，(换|改|切)成深色(吧|)
    (房间|宿舍|屋里)关灯了，(把界面|把主题|)(换|调|改)成深色`,
  ),
  command(
    "set_theme",
    { theme: "light" },
    `light // light theme please // light mode // set light theme // set the theme to light // change theme to light // use light mode // turn on light mode // make it light
    I want light mode // can I have (the |)light (theme|mode)? // can you set (the |)(theme|appearance|mode) to light( please|)?
    (Dark|Black) is (not for me|hard to read|too gloomy), (give me|switch to|set) the light theme. // (The sun is shining|I'm outside|I'm by the window) and (can't|cannot) read (this|the screen), use the light theme.`,
    `浅色 // 亮色 // 浅色主题 // 浅色模式 // 切换浅色 // 换浅色(主题|模式) // 请(换成|切换到|改成|打开)浅色(主题|模式|) // 主题改成浅色 // 把主题(改|换|设|调)成浅色(的|) // 打开浅色模式
    我要浅色(主题|模式|的) // 能换成浅色(主题|模式|)吗？ // (屏幕|页面|界面)太(暗|黑)了，(换|改|切)成浅色(吧|)
    (太阳很大|在户外|白天)看不清(屏幕|)，(把界面|把主题|)(换|调|改)成浅色`,
  ),
  command(
    "set_theme",
    { theme: "system" },
    `system theme // system theme please // set system theme // set the theme to system // change theme to system // use system theme // use the system's theme
    theme like my system // I want the system theme // can I have the system theme? // can you set (the |)(theme|appearance) to system( please|)?
    (Use|Take|Apply) the same theme as my (system|operating system|computer). // Let my (system|operating system|computer) (decide|choose) the theme.
    Neither (dark nor light|light nor dark), (just |)(follow|use) the system theme.`,
    `系统主题 // 跟随系统 // 主题跟随系统 // 用系统主题 // 换系统主题 // 请(换成|切换到|改成|使用)系统主题 // 主题(改|设|换)成(跟随系统|系统) // 把主题(设|改|换|调)为跟随系统
    我要跟随系统(的主题|) // 能(跟随系统主题|把主题设成跟随系统)吗？ // 主题(和|跟)(系统|电脑|操作系统)(保持一致|一样)(就行|吧|)
    主题让(系统|操作系统|电脑)(来定|决定|自己选) // 不要固定深色(或|和)浅色，主题跟随系统 // 深浅色(跟着|随着)系统(走|变)`,
  ),
  command(
    "set_density",
    { density: "comfortable" },
    `comfortable // comfortable density // set density to comfortable // set the density to comfortable // change density to comfortable // use comfortable density // comfortable density please
    density comfortable // I want (the |)comfortable (density|layout|spacing) // can I have (the |)comfortable (density|spacing|layout)? // comfortable (spacing|layout)( please|)
    (Everything|It all) is (too |so |)(tight|cramped|squeezed), (set|use) the comfortable density. // Compact is (not for me|too tight|too small), (go back to|use|set) comfortable.
    I (keep missing|can't hit) the (buttons|small buttons), (set|use) comfortable density.`,
    `舒适 // 舒适密度 // 密度舒适 // 界面密度改成舒适 // 把密度(设|改|调|换)(成|为)舒适 // 请(换成|切换到|使用)舒适(密度|布局|间距) // 切换到舒适密度 // 换成舒适的(密度|布局|间距)
    我要舒适(密度|布局|间距)(的|) // 能(换成|用)舒适(密度|布局)吗？ // (界面|按钮|排得)太(挤|密|紧)了，(换|调|改)成舒适(密度|)(吧|)
    (不要|别用)紧凑(了|)，(换|改)(成|回)舒适(密度|) // 老是点不准按钮，(换|改|调)成舒适密度 // 密度(用|选|要)舒适(的|那个|)`,
  ),
  command(
    "set_density",
    { density: "compact" },
    `compact // compact density // set density to compact // set the density to compact // change density to compact // use compact density // compact density please
    density compact // I want (the |)compact (density|layout|spacing) // can I have (the |)compact (density|spacing|layout)? // compact (spacing|layout)( please|)
    (Everything|It all) is (too |so |)(spread out|far apart), (set|use) the compact density. // Comfortable (wastes|takes) too much (room|space), (use|set) compact.
    My (screen|monitor|laptop) is (small|tiny), (so |)(use|set) the compact density.`,
    `紧凑 // 紧凑密度 // 密度紧凑 // 界面密度改成紧凑 // 把密度(设|改|调|换)(成|为)紧凑 // 请(换成|切换到|使用)紧凑(密度|布局|间距) // 切换到紧凑密度 // 换成紧凑的(密度|布局|间距)
    我要紧凑(密度|布局|间距)(的|) // 能(换成|用)紧凑(密度|布局)吗？ // (界面|按钮|排得)太(松|稀|散)了，(换|调|改)成紧凑(密度|)(吧|)
    (不要|别用)舒适(了|)，(换|改)(成|回)紧凑(密度|) // 屏幕(太小|不大|小)，(换|改|调)成紧凑密度 // 密度(用|选|要)紧凑(的|那个|)`,
  ),
  command(
    "set_language",
    { language: "en" },
    `english // English please // in English // in English please // switch to English // set language to English // change language to English // change the language to English please // use English
    I want English // can I have (it|this|everything|the interface) in English? // can you change the language to English( please|)?
    (I only|We only) (read|speak|know) English, (so |)(change|switch|set) the language( please|). // (Sorry|Oops), I can't read (this|these characters|the menus), (switch|change) (it |)to English.`,
    `英文 // 英语 // 换英文 // 换成英语 // 切换英文 // 切换到英语 // 请(换成|切换到|改成|用)(英文|英语) // 语言改成英文 // 把语言(换|改|设|调)成英语 // 界面换成英文
    我要英文(的|界面|) // 能换成(英文|英语)吗？ // 我(更习惯|喜欢|习惯)(看|用)英文，(换|改|切)成英文(界面|)
    (老外|外国同事|外国朋友)要用(这台电脑|一下)，把(语言|界面)(换|改)成英文`,
  ),
  command(
    "set_language",
    { language: "zh-CN" },
    `chinese // Chinese please // in Chinese // in Chinese please // switch to Chinese // set language to Chinese // change language to Chinese // change the language to Chinese please // use Chinese
    I want Chinese // can I have (it|this|everything|the interface) in Chinese? // can you change the language to Chinese( please|)?
    (I only|We only) (read|speak|know) Chinese, (so |)(change|switch|set) the language( please|). // (Sorry|Oops), (I don't understand|my mother can't read) the English menus, (switch|change) (them |)to Chinese.`,
    `中文 // 简体中文 // 换中文 // 换成中文 // 切换中文 // 切换到简体中文 // 请(换成|切换到|改成|用)(中文|简体中文) // 语言改成中文 // 把语言(换|改|设|调)成中文 // 界面换成中文
    我要中文(的|界面|) // 能换成(中文|简体中文)吗？ // 我(更习惯|喜欢|习惯)(看|用)中文，(换|改|切)成中文(界面|)
    (爸妈|家里老人|孩子)看不懂英文(界面|菜单)，把(语言|界面)(换|改)成中文`,
  ),
];

const unnamed: Command[] = [
  command(
    "import_model",
    {},
    `import // import a model // import model please // install a model // install a new model // add a model // add model // add another model please // import my model
    I want to (import|install|add) a model // can you (import|install|add) a model( for me|)? // (import|install|add) (a|one|my|the) gguf( file|)
    The (download|GGUF file) is (finished|ready|complete), (now |)(import|install|add) (it as a model|the model). // I (got|have) a new (gguf|GGUF file) (from a friend|on a stick|in my downloads folder), import it.`,
    `导入 // 导入模型 // 安装模型 // 添加模型 // 导入一个模型 // 装个模型 // 加一个模型 // 请(导入|安装|添加)(一个|)(新|)模型 // 帮我(导入|装|加|安装)(一个|个)(新|)模型 // 我(想|要)(导入|安装|添加|装)(一个|个|)(新|)模型
    能(导入|安装|添加)(一个|)模型吗？ // (导入|添加|安装)(一个|我的|这个|)(GGUF|gguf)(文件|模型)
    (GGUF 文件|gguf文件|模型文件)(下好了|下载完了|准备好了)，(导入|装上)(吧|一下|) // 朋友(给|发)了我一个 gguf 文件，(导入|安装)(一下|进来)`,
  ),
  command(
    "list_models",
    {},
    `list models // list my models // show models // show my models // show me my models // what models are installed // what models do I have // which models are there // list all models please
    what models have I got? // do I have any models( installed|)? // can you list (the|my) models( please|)?
    I (forgot|can't remember|lost track of) (which|what) models I (installed|have|imported), (list|show) them. // Before I (import|add) another one, (show|list|tell me) (which|what) models (are|I have) (here|already).`,
    `我有哪些模型 // 列出模型 // 列一下我的模型 // 有哪些模型 // 我有什么模型 // 模型列表 // 看看我的模型 // 显示我的模型 // 请列出(我的|所有|全部|已安装的|)模型 // 装了哪些模型 // 现在有几个模型
    把(我的|所有|已有的)模型(都|)(列出来|列一下|显示出来) // (忘了|不记得|记不清)(装了|有|导入过)哪些模型(了|)，(列一下|列出来|显示一下)
    (导入|装)新的之前，先(看看|列一下|告诉我)(已经|)有哪些模型`,
  ),
  command(
    "load_model",
    {},
    `load model // load the model // load a model please // start the model // start model // run the model // run a model // load my model // please start a model
    can you (load|start|run) (a|the|my) model( please|)? // I want to (load|start|run) a model // get (a|the|my) model (going|running|loaded)
    (No|There is no) model (is running|is loaded)( yet|), (load|start) one. // I('m about to| want to) (chat|ask something), (so |)(load|start) (a|the) model( first|).`,
    `加载模型 // 启动模型 // 运行模型 // 加载一个模型 // 载入模型 // 把模型加载一下 // 把模型跑起来 // 请(加载|启动|运行|载入)(一个|)模型 // 帮我(加载|启动|运行)(一个|一下|)模型
    我(想|要)(加载|启动|运行)(一个|个|)模型 // 能(加载|启动|运行)(一个|)模型吗？ // 模型(加载|启动|跑)(一下|起来)
    (还没有|没有)模型在(运行|跑)，(启动|加载)一个 // (要聊天了|准备提问了)，先(加载|启动)(一个|)模型`,
  ),
  command(
    "unload_model",
    {},
    `unload model // unload the model // unload // stop the model // stop model // eject the model // please stop the model // unload my model // stop running the model
    can you (unload|stop|eject) the model( please|)? // I want to (unload|stop|eject) the model // take the model off the (GPU|graphics card)
    (I need the GPU for|I want to play|I'm starting) a game, (so |)(unload|stop) the model( first|). // The model (hogs|eats|blocks) (all |)(the |my )(GPU memory|VRAM), (unload|stop|eject) it.`,
    `卸载模型 // 停止模型 // 停掉模型 // 卸下模型 // 把模型卸载 // 把模型停了 // 把模型从显卡上卸下来 // 请(卸载|停止|停掉)(这个|当前|)模型 // 帮我(卸载|停掉|停止)(一下|)模型
    我(想|要)(卸载|停掉|停止)(这个|当前|)模型 // 能(卸载|停掉|停止)(这个|)模型吗？ // 模型(停一下|卸下来|先停了吧)
    我要(玩游戏|用显卡)，(先|)(卸载|停掉|停止)模型 // 模型(占着|占满了|吃光了)显存，(卸载|停掉)(它|)(吧|)`,
  ),
  command(
    "remove_model",
    {},
    `delete model // delete the model // delete a model please // remove the model // remove model // uninstall the model // delete my model // delete this model // please remove a model
    can you (delete|remove|uninstall) (the|a|this) model( please|)? // I want to (delete|remove) a model // (the|this) model can be deleted( now|)
    I (need|want) (the|some) (disk space|storage) back, (delete|remove) a model. // (I tried|We tested) (this|the) model and (don't|won't) keep it, (delete|remove|uninstall) it.`,
    `删除模型 // 删掉模型 // 删模型 // 删除这个模型 // 把模型删掉 // 把这个模型删了 // 移除模型 // 请(删除|删掉|移除)(这个|一个|)模型 // 帮我(删|删除|删掉)(一个|这个|)模型
    我(想|要)(删除|删掉|移除)(这个|一个)模型 // 能(删除|删掉|移除)(这个|)模型吗？ // 这个模型(不要了|不想留了|不用了)，删(掉|了|除)(吧|)
    (试过了|测试完了)这个模型，不(想留|好)，删(掉|了)(吧|) // 硬盘(快满了|紧张)，删(掉|除)一个模型`,
  ),
];

const named: Command[] = [
  command(
    "load_model",
    { model: "{model}" },
    `Load {model} // load {model} please // can you start {model} // please run {model} // start {model} for me // run {model} now // load up {model} // {model} load // {model} please, load it // bring {model} up please
    I want {model}, (load|start|run) it. // (Start|Load|Run) {model}, (I have a question for it|I need it for work|the other one is too slow|because it is the fastest).
    Is {model} (running|loaded)? If not, (load|start) it. // (With|Using) {model} (it goes|answers are) better, (so |)(load|start) (it|that one).`,
    `加载{model} // 启动{model} // 请运行 {model} // 请加载{model} // 运行{model}吧 // 把{model}加载一下 // 把 {model} 运行一下 // 帮我把{model}启动(起来|一下|) // {model}加载 // {model}启动一下
    我(想|要)(运行|加载|启动){model}(，可以吗|) // 能(加载|启动|运行){model}吗？
    (加载|启动|运行) {model}，(我有问题要问它|另一个太慢了|工作要用|它最快) // {model}(没在跑|还没加载|没启动)的话，(启动|加载)(它|一下)`,
  ),
  command(
    "unload_model",
    { model: "{model}" },
    `Unload {model} // unload {model} please // can you stop {model} // please unload {model} // stop {model} for me // eject {model} now // stop running {model} // {model} unload // {model} please, unload it // take {model} off the GPU please
    (Unload|Stop|Eject) {model}, (I need the memory|the fan is too loud|I want to play a game|because the GPU is full). // Is {model} still (running|loaded)? (Unload|Stop) it.
    {model} (eats|hogs|fills) (my |the )(VRAM|GPU memory), (unload|stop|eject) it. // (Keep the others|Leave the rest) running, (only|just) (unload|stop) {model}.`,
    `卸载{model} // 停止{model} // 停掉{model} // 请卸载 {model} // 请停止{model} // 把{model}停掉 // 把 {model} 从显卡上卸下来 // 把{model}从显存里卸下来 // 帮我把{model}(停了|卸载|卸下来) // {model}卸载 // {model}停一下
    能(卸载|停掉|停止){model}吗？ // (卸载|停掉|停止) {model}，(我要玩游戏|显存不够|风扇太响了|要用显卡干别的)
    别的(留着|继续跑)，只(卸载|停掉){model}`,
  ),
  command(
    "remove_model",
    { model: "{model}" },
    `Delete {model} // delete {model} please // can you delete {model} // please remove {model} // remove {model} for me // uninstall {model} now // {model} delete // {model} please, delete it // delete my {model} // get {model} off my disk
    (Delete|Remove|Uninstall) {model}, (I need the space|I never use it|the newer one is better|because it is too slow). // Is {model} still (here|stored|installed)? (Delete|Remove) it.
    I (have|found) a better one than {model}, (delete|remove) {model}( then|). // (Keep the others|Leave the rest), (only|just) (delete|remove) {model}.`,
    `删除{model} // 删掉{model} // 请删除 {model} // 把{model}删掉 // 把 {model} 删除 // 移除{model} // 帮我把{model}删(了|掉|除) // {model}删除 // {model}删了吧 // {model}不要了，删掉
    能(删除|删掉|移除){model}吗？ // (删除|删掉|移除) {model}，(硬盘不够了|我从来不用它|新的更好|它太慢了)
    有了更好的，(把{model}删了|删掉{model})吧 // 别的(留着|保留)，只(删除|删掉){model}`,
  ),
];

/** More ways to ask for every tool call. */
export const moreCommands: Command[] = [...desktop, ...appearance, ...unnamed, ...named];
