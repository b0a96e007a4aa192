// Every fact that Guide knows, with what both authors wrote of ways to ask for it.
import type { Fact } from "../corpus-types.ts";
import { chatFacts } from "./chat.ts";
import { desktopFacts } from "./desktop.ts";
import { guideFacts } from "./guide.ts";
import { hardwareFacts } from "./hardware.ts";
import { modelFacts } from "./models.ts";
import { moreChat } from "./more/chat.ts";
import { moreDesktop } from "./more/desktop.ts";
import { moreHardware } from "./more/hardware.ts";
import { moreModels } from "./more/models.ts";
import { moreOriel } from "./more/oriel.ts";
import { morePrograms } from "./more/programs.ts";
import { moreQuantization } from "./more/quantization.ts";
import { orielFacts } from "./oriel.ts";
import { programFacts } from "./programs.ts";
import { quantizationFacts } from "./quantization.ts";
import { storageFacts } from "./storage.ts";

const more = {
  ...moreOriel,
  ...moreModels,
  ...moreQuantization,
  ...moreHardware,
  ...moreChat,
  ...moreDesktop,
  ...morePrograms,
};

const written: readonly Fact[] = [
  ...guideFacts,
  ...orielFacts,
  ...modelFacts,
  ...storageFacts,
  ...quantizationFacts,
  ...hardwareFacts,
  ...chatFacts,
  ...desktopFacts,
  ...programFacts,
];

export const facts: readonly Fact[] = written.map((fact) => {
  const { en = [], zh = [] } = more[fact.id] ?? {};
  return {
    ...fact,
    en: { ...fact.en, asks: [...fact.en.asks, ...en] },
    zh: { ...fact.zh, asks: [...fact.zh.asks, ...zh] },
  };
});
