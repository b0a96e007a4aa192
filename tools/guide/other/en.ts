// What is not about Oriel, in English: the patterns and the lists that they name.
import type { Other } from "../corpus-types.ts";
import { generalAsks } from "./en-general.ts";
import { nearMisses } from "./en-near.ts";
import { digitalSlots } from "./en-slots-digital.ts";
import { languageSlots } from "./en-slots-language.ts";
import { livingSlots } from "./en-slots-living.ts";
import { topicsSlots } from "./en-slots-topics.ts";
import { worldSlots } from "./en-slots-world.ts";
import { plural, withArticle } from "./en-words.ts";

const slots = { ...livingSlots, ...worldSlots, ...topicsSlots, ...digitalSlots, ...languageSlots };
const { animal, object, clothing, plant, vehicle, instrument, food } = slots;
const thing = [...animal, ...food, ...object, ...clothing, ...plant, ...vehicle, ...instrument, ...slots.gadget];
const countable = [...animal, ...object, ...vehicle, ...instrument, ...slots.gadget].filter((word) => !/s$/.test(word));

export const otherEn: Other = {
  asks: [...generalAsks, ...nearMisses],
  slots: {
    ...slots,
    thing,
    athing: withArticle(countable),
    aanimal: withArticle(animal),
    aobject: withArticle(object.filter((word) => !/(ors|ses|ars)$/.test(word))),
    arole: withArticle(slots.role),
    avehicle: withArticle(vehicle),
    atextkind: withArticle(slots.textkind),
    animals: plural(animal),
    objects: plural(object),
    roles: plural(slots.role.filter((word) => !word.includes(" from "))),
    places: plural(slots.place),
    plants: plural(plant),
    vehicles: plural(vehicle),
    instruments: plural(instrument),
    medias: plural(slots.media),
  },
};
