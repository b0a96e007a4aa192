// Every fact that Guide knows.
import type { Fact } from "../corpus-types.ts";
import { chatFacts } from "./chat.ts";
import { desktopFacts } from "./desktop.ts";
import { guideFacts } from "./guide.ts";
import { hardwareFacts } from "./hardware.ts";
import { modelFacts } from "./models.ts";
import { orielFacts } from "./oriel.ts";
import { programFacts } from "./programs.ts";
import { quantizationFacts } from "./quantization.ts";
import { storageFacts } from "./storage.ts";

export const facts: readonly Fact[] = [
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
