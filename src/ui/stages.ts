// The texts of the stages of long work, in every language.
import type { Stage } from "../base/progress.ts";
import { defineTexts } from "./i18n.ts";

export const stages = defineTexts(
  {
    read: "Reading the file",
    store: "Storing",
    verify: "Verifying",
    load: "Loading onto the GPU",
    compile: "Compiling kernels",
    "self-test": "Self-test",
    "warm-up": "Warming up",
  } satisfies Record<Stage, string>,
  {
    read: "正在读取文件",
    store: "正在存储",
    verify: "正在校验",
    load: "正在加载到 GPU",
    compile: "正在编译内核",
    "self-test": "自检",
    "warm-up": "预热",
  },
);
