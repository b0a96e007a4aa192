// The texts of the list of models, in every language.
import { defineTexts } from "../ui/i18n.ts";

export const text = defineTexts(
  { none: "No model is installed.", loaded: "loaded" },
  { none: "尚未安装模型。", loaded: "已加载" },
);
