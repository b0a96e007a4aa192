// More of what is not about Oriel, by a second author: plain questions to any assistant, and near misses of Oriel's words.
import type { Pattern } from "../corpus-types.ts";

const en: Pattern[] = [
  // Plain things that people ask any assistant.
  "what's the weather( like|)( today| tomorrow| this weekend|)",
  "(is|will) it (cold|warm|raining|sunny) (outside|today|in {city})?",
  "tell me a joke",
  "tell me (something interesting|a story|a story about {aanimal})",
  "sing (me |)(a song|happy birthday|a lullaby|something by {person})",
  "what time is it( now| in {city}|)?",
  "what (day|date|month|year) is (it|today|it today)?",
  "set (an alarm|a timer|a reminder) for {n} (minutes|hours|o'clock)",
  "remind me to {chore}( {day}|)",
  "call (my {relation}|the {place}|a taxi|the doctor)",
  "(text|email|message) my {relation} that I (am late|will come {day}|am {feeling})",
  "how (old|tall|famous) is {person}?",
  "who is the (president|king|prime minister|richest person|best {sport} player) (of|in) {country}?",
  "what is {n} {unit} in {unit}",
  "what's {n} plus {n}?",
  "help me with (my |)(math|{subject}) (homework|please|problem)",
  "can you (write|make up) {atextkind} for my {relation}( please|)?",
  "write {atextkind}",
  "translate {phrase} to {language} please",
  "can you (speak to|call|marry|visit|see) my {relation}?",
  "what should I (eat|cook|wear|buy|read|watch) (today|tonight|{day})?",
  "I'm (bored|hungry|sad|lonely|{feeling}), (what should I do|cheer me up|talk to me)",
  "do you (have feelings|sleep|eat {food}|dream|get tired|love me|have a {relation})?",
  "what is the meaning of (life|{thing} in dreams|the word {adj})?",
  "give me a recipe (for|with) ({dish}|{food})",
  "how do I (lose weight|fall asleep|get rich|make friends|quit smoking|get rid of {illness})?",
  "best (restaurant|hotel|beach|park|museum) in {city}",
  "(plan|book) (my|a) (trip|holiday|vacation|flight) to ({city}|{country})",
  "who won (the {sport} game|the election|the Oscar) (yesterday|last year|in {country})?",
  "why (is the sky blue|do {animals} {verb}|do we dream|is the sea salty|do cats purr)?",
  // Near misses: Oriel's verbs and nouns, other things.
  "(start|stop|load|unload|open) the (washing machine|dryer|dishwasher|oven|microwave)( please|)",
  "(delete|clear|show|erase) my (browser|browsing|search|Chrome|Safari) history",
  "(delete|remove|import|show me) (my |all my |the )(photos|pictures|videos|selfies)( from {holiday}| of my {relation}|)",
  "(change|set|switch) (my phone|the TV|the car radio|my {gadget}|the menu of my camera) to (English|Chinese|{language})",
  "(I want to|how do I|help me) learn ({language}|English|Chinese)( fast|)",
  "(teach me|I am learning) (English|Chinese|{language}) (words|grammar|for my exam)",
  "how do you say ({thing}|hello|thank you) in (Chinese|English|{language})?",
  "(open|close|restart|update|install) {browser}( for me| on my {gadget}|)",
  "(start|lock|unlock|park|wash|sell|load) (my|the) (car|truck|van|{vehicle})",
  "turn (on|off) the (lights|TV|radio|heating|fan|{device})",
  "(turn|make) the lights (dark|darker|down|light|brighter) in the (kitchen|bedroom|living room|{place})",
  "(play|stop|pause|load) (the |some |my )(music|song|movie|video|podcast|playlist)",
  "(show|list|open|delete) (my|the) (files|documents|downloads|emails|contacts)( on my {gadget}|)",
  "(open|delete|print|convert) (a|the|my) (Word document|Excel file|PDF file|PowerPoint|spreadsheet)",
  "(uninstall|delete|install|remove) the {software} app( please| from my {gadget}|)",
  "(list|show me) (some |the best |)(recipes|movies|songs|games|books|jokes)( with {food}| about {topic}|)",
  "(which|what) (phones|cars|movies|books|{animals}|shoes) do I (own|have|need|like)?",
  "(run|start) (a bath|a marathon|the engine|the shower|the printer|a virus scan)( please|)",
  "(add|import) ({food}|milk|eggs|my {relation}) (to|into) my (shopping list|cart|contacts|family tree)",
  "(dark|light) (chocolate|roast coffee|hair|jeans|wood|beer) or (dark|light) {food}?",
  "(my room|the street|the cellar) is too dark, what (lamp|light bulb) should I buy?",
  "(a compact|a comfortable) (car|sofa|camera|chair|mattress|pair of shoes)( for my {relation}| under {n} {currency}|)",
  "(new|fresh) (shoes|bread|phone|haircut|job|{food}|{clothing})( please| for {day}|)",
  "(open|close) the (window|door|curtains|{place} door)( in my room| because it is cold|)",
  "(clean|break|paint|open) the window in (the|my) (bathroom|{place}|car)",
  "(unload|unpack|empty) (the groceries|the truck|my suitcase|the {vehicle}|the boxes)( please|)",
  "(delete|block|remove) (my ex|my {relation}|this number|my neighbor) (from my phone|on {software}|from my life)",
  "(shortcut|shortest way|directions) (to|through) (the {place}|{city}|the airport)",
  "what (car|phone|TV|washing machine) model (should I buy|is that|did {person} drive)?",
  "(become|hire|date|photograph) a (fashion|photo|swimsuit) model( in {city}|)",
];

/** The patterns of a text that has one a line. */
const lines = (text: string): Pattern[] =>
  text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");

// Plain things that people ask any assistant.
const zhPlain = lines(`
  今天天气(怎么样|如何|好吗)(？|)
  {city}(明天|周末|今天|后天)(下雨吗|冷不冷|多少度|天气怎么样)？
  讲个笑话(吧|)
  给我讲(一个|个)(故事|笑话|鬼故事|{animal}的故事|{topic}的笑话)
  唱(首|一首)(歌|儿歌|生日歌|{person}的歌)(吧|)
  现在几点(了|)(？|)
  今天(几号|星期几|农历多少|是什么节日)(？|)
  (定|设)(一个|个){n}(分钟|小时)(的|后的)(闹钟|倒计时|提醒)
  提醒我(明天|晚上|{n}点)(吃药|开会|交房租|接孩子|{verb})
  (给|帮我给)(妈妈|老板|{role})(打电话|发短信|发个微信|写封信)
  {person}(多大了|多高|是哪里人|结婚了吗|是谁)(？|)
  {country}的(总统|首都|人口|国旗|货币)(是谁|是什么|是多少|)(？|)
  {n}加{n}等于(几|多少)(？|)
  {n}乘(以|){n}(是多少|等于几|)(？|)
  帮我(做|写|检查)(一下|)(数学|语文|英语|{subject})作业
  帮我写(一篇|一段|一份|){genre}
  写(一首|一篇|一个)关于{topic}的{genre}
  (把这句话|帮我把这段话|这个词)翻译成(英语|日语|{foreign})：(我爱你|早上好|今天下雨了|{adj}的{thing})
  (今天|今晚|周末)(吃什么|穿什么|看什么电影|去哪玩|做什么菜)(好|)(？|)
  我(好|很|有点)(无聊|难过|饿|困|孤独|生气)(，怎么办|，陪我说说话|，安慰我一下|)
  你(有感情|会做梦|吃饭|喜欢我|有女朋友|会{verb}|怕{animal})(了|)吗？
  (人生的意义|爱情|幸福|时间)(是什么|到底是什么)(？|)
  {food}怎么(做|炒|煮|保存|切)(好吃|)(？|)
  怎么(减肥|睡得着|赚钱|交朋友|戒烟|治{illness})(最快|比较好|)(？|)
  {city}(有什么好吃的|哪里好玩|的酒店推荐|旅游攻略)
  帮我(订|买|查)(一张|)去{city}的(机票|火车票|高铁票)
  昨天的{sport}比赛(谁赢了|几比几|好看吗)(？|)
  为什么(天是蓝的|海水是咸的|{animal}会叫|人会做梦|{animal}喜欢{food})(？|)
  (算|测)(一下|)我的(运势|星座|BMI|税|房贷)
  (推荐|介绍)(一部|一本|几个)(电影|小说|纪录片|电视剧|游戏|歌手)(给我|)
`);

// Near misses: the verbs and nouns of Oriel, other things.
const zhNear = lines(`
  (启动|停止|打开|关掉)(洗衣机|烘干机|洗碗机|烤箱|微波炉)(吧|)
  把衣服(放进|装进)洗衣机(里|)(洗一下|)
  (删除|清空|查看|清除)(浏览器|Chrome|Safari|手机)(的|)(历史记录|浏览记录|搜索记录)
  (删除|删掉|导入|备份)(我的|所有的|)(照片|相片|视频|自拍)(吧|)
  把(手机|电视|车载导航|相机|{device})的语言(改|换|设)成(中文|英文|{language})
  (我想|怎么|帮我)学(英语|中文|{language})(最快|)
  (教我|我在学)(英语|中文|{language})(单词|语法|发音|口语)
  {thing}用(英语|英文|{foreign})怎么说(？|)
  (打开|关闭|重启|更新|安装)(谷歌浏览器|Chrome|火狐|{software})(吧|)
  (启动|发动|锁上|停好|卖掉|洗一下)(我的|)(汽车|车|卡车|{vehicle})
  (打开|关掉|关上)(灯|电视|收音机|暖气|电扇|{device})(吧|)
  把(灯|卧室的灯|客厅的灯)(调暗|调亮|关了|开一下)(一点|)
  (播放|停止|暂停)(音乐|歌曲|电影|视频|播客|{person}的歌)
  (打开|删除|列出|查找)(我的|)(文件|文件夹|下载的电影|邮件|联系人)(吧|)
  (打开|删除|打印|新建)(一个|我的|)(Word文档|Excel表格|PDF文件|PPT)
  (卸载|删除|安装)(手机上的|电脑上的|){software}(应用|软件|)(吧|)
  (列出|列一下|给我看看)(几个|最好的|)(菜谱|电影|歌曲|游戏|书|{food}的做法)
  我(有|缺|需要)(哪些|什么)(衣服|鞋子|书|朋友|优点)(？|)
  把(牛奶|鸡蛋|{food})(加到|添加到)(购物车|购物清单|菜单)(里|)
  (深色|浅色)的(裤子|头发|沙发|巧克力|木地板)(好看吗|怎么搭|贵吗)(？|)
  (房间|楼道|地下室)太暗了，(买什么灯|换什么灯泡|装个什么灯)(好|)(？|)
  (紧凑|舒适)的(汽车|沙发|椅子|床垫|鞋子)(推荐|哪个牌子好|多少钱)(？|)
  (打开|关上|关一下)(窗户|门|窗帘|{place}的门)(，太冷了|，太热了|)
  把(行李|货物|箱子|{thing})从(车上|卡车上|{vehicle}上)(卸下来|搬下来|拿下来)
  (把|)(前任|邻居|骚扰电话|{role})(拉黑|从微信里删掉|从通讯录删除)
  去{place}的(近路|捷径|路线|公交)(怎么走|是哪条|)(？|)
  (新|换一个)(手机|发型|工作|鞋子|{object})(多少钱|好不好|)(？|)
  (汽车|手机|电视|洗衣机)(什么|哪个)型号(最好|便宜|省电)(？|)
  (买|拼|涂)(一个|)(飞机|坦克|高达|恐龙)模型(送给{role}|)
  跟(女朋友|同事|{role})聊天(聊什么|说什么好|怎么开头)(？|)
`);

export const moreOther: { en: Pattern[]; zh: Pattern[] } = { en, zh: [...zhPlain, ...zhNear] };
