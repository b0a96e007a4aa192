// The texts of the stages of long work, in every language.
import type { Stage } from "../base/progress.ts";
import { defineTexts } from "./i18n.ts";

export const stages = defineTexts(
  {
    read: "Reading the file",
    store: "Storing",
    load: "Loading onto the GPU",
    compile: "Compiling kernels",
    "self-test": "Self-test",
  } satisfies Record<Stage, string>,
  {
    read: "正在读取文件",
    store: "正在存储",
    load: "正在加载到 GPU",
    compile: "正在编译内核",
    "self-test": "自检",
  },
);
