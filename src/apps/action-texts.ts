// What each action of the table is in words, in every language: for the palette, and for asking the person.
import { defineTexts, locale } from "../ui/i18n.ts";
import { type ActionName, actions, type LastingAction } from "./actions.ts";
import { type AppId, titles } from "./titles.ts";

/** As they follow "Guide would like to"; an action with fixed values has one for each, an app or a model is named in it. */
const text = defineTexts(
  {
    open_app: "open {app}",
    close_app: "close {app}",
    "set_theme.system": "use the device's theme",
    "set_theme.light": "switch to the light theme",
    "set_theme.dark": "switch to the dark theme",
    "set_language.en": "switch to English",
    "set_language.zh-CN": "switch to Simplified Chinese",
    "set_density.comfortable": "use the comfortable density",
    "set_density.compact": "use the compact density",
    import_model: "import a model",
    remove_model: "delete {model}",
    "remove_model.any": "delete a model",
    load_model: "load {model}",
    "load_model.any": "load a model",
    unload_model: "unload {model}",
    "unload_model.any": "unload a model",
    list_models: "list the installed models",
    new_chat: "begin a new chat",
    show_shortcuts: "show the keyboard shortcuts",
  },
  {
    open_app: "打开“{app}”窗口",
    close_app: "关闭“{app}”窗口",
    "set_theme.system": "使用跟随系统的主题",
    "set_theme.light": "切换到浅色主题",
    "set_theme.dark": "切换到深色主题",
    "set_language.en": "切换到英语",
    "set_language.zh-CN": "切换到简体中文",
    "set_density.comfortable": "使用舒适的界面密度",
    "set_density.compact": "使用紧凑的界面密度",
    import_model: "导入模型",
    remove_model: "删除 {model}",
    "remove_model.any": "删除一个模型",
    load_model: "加载 {model}",
    "load_model.any": "加载一个模型",
    unload_model: "卸载 {model}",
    "unload_model.any": "卸载一个模型",
    list_models: "列出已安装的模型",
    new_chat: "新建聊天",
    show_shortcuts: "显示键盘快捷键",
  },
);

/** As they follow "may": all that a permission for good is for, whatever the arguments of the call that it is given at. */
const scope = defineTexts<Record<LastingAction, string>>(
  {
    open_app: "open any window",
    close_app: "close any window",
    set_theme: "change the theme",
    set_language: "change the language",
    set_density: "change the density",
    load_model: "load any model",
    unload_model: "unload any model",
    new_chat: "begin new chats",
    show_shortcuts: "show the keyboard shortcuts",
  },
  {
    open_app: "打开任何窗口",
    close_app: "关闭任何窗口",
    set_theme: "更改主题",
    set_language: "更改语言",
    set_density: "更改界面密度",
    load_model: "加载任何模型",
    unload_model: "卸载任何模型",
    new_chat: "新建聊天",
    show_shortcuts: "显示键盘快捷键",
  },
);

const ended = defineTexts(
  { done: "Done: {what}", chooser: "The Models window was opened to choose a file" },
  { done: "已完成：{what}", chooser: "已打开“模型”窗口以选择文件" },
);

type Key = keyof typeof text.tables.en;

/** The key of an action's words; arguments that the table does not have give no key of this table. */
function keyOf(name: ActionName, given: Record<string, unknown>): string {
  const [parameter] = Object.entries(actions[name].parameters);
  if (!parameter) return name;
  const value = given[parameter[0]];
  if (parameter[0] === "model") return value === undefined ? `${name}.any` : name;
  return parameter[0] === "app" ? name : `${name}.${value}`;
}

/** What an action with its arguments does, as it follows "would like to". Arguments are as the table has them. */
export function describeAction(name: ActionName, given: Record<string, string>): string {
  const words = text as unknown as (key: Key, values: Record<string, string>) => string;
  const app: Record<string, string> = given.app === undefined ? {} : { app: titles(given.app as AppId) };
  return words(keyOf(name, given) as Key, { ...given, ...app });
}

/** {@link describeAction} as a line that stands by itself. */
export function labelOfAction(name: ActionName, given: Record<string, string>): string {
  const [first = "", ...rest] = describeAction(name, given);
  return first.toLocaleUpperCase(locale()) + rest.join("");
}

/** What a person who allows an action for good allows, as it follows "may". */
export function describeScope(name: LastingAction): string {
  return scope(name);
}

/** That an action was done; of an import no more than what was done: the file is the person's to choose. */
export function describeDone(name: ActionName, given: Record<string, string>): string {
  return name === "import_model" ? ended("chooser") : ended("done", { what: describeAction(name, given) });
}
