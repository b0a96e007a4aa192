// Helpers for the lists of English words: splitting, articles, plurals.

/** Splits a text of entries that "|" or line ends part. */
export const words = (text: string): string[] => text.split(/[|\n]+/).filter(Boolean);

/** Puts the indefinite article before every entry. */
export const withArticle = (list: string[]): string[] =>
  list.map((word) => (/^(?!uni|uku|eu|one|usb)([aeiou]|hour|X-ray|SD |SIM )/i.test(word) ? `an ${word}` : `a ${word}`));

const irregular: Record<string, string> = {
  child: "children",
  mouse: "mice",
  goose: "geese",
  wolf: "wolves",
  calf: "calves",
  sheep: "sheep",
  deer: "deer",
  moose: "moose",
  salmon: "salmon",
  tuna: "tuna",
  trout: "trout",
  shrimp: "shrimp",
  squid: "squid",
  seahorse: "seahorses",
  knife: "knives",
  shelf: "shelves",
  thief: "thieves",
  housewife: "housewives",
  foot: "feet",
  tooth: "teeth",
  fisherman: "fishermen",
  postman: "postmen",
  anime: "anime",
  "TV series": "TV series",
  scissors: "scissors",
  sunglasses: "sunglasses",
  binoculars: "binoculars",
  glue: "glue",
  soap: "soap",
  shampoo: "shampoo",
  toothpaste: "toothpaste",
  wool: "wool",
  grass: "grass",
  lavender: "lavender",
  bamboo: "bamboo",
  moss: "moss",
  ivy: "ivy",
  seaweed: "seaweed",
  "aloe vera": "aloe vera plants",
  cactus: "cacti",
};

/** The plural of every entry. */
export const plural = (list: string[]): string[] =>
  list.map((word) => {
    if (irregular[word]) return irregular[word];
    if (/(s|x|z|ch|sh)$/.test(word)) return `${word}es`;
    return /[^aeiou]y$/.test(word) ? `${word.slice(0, -1)}ies` : `${word}s`;
  });
