// What is not about Oriel, English: living things, food and objects, as lists that the patterns name.
import { words } from "./en-words.ts";

export const livingSlots = {
  animal: words(`
cat|dog|horse|cow|pig|sheep|goat|chicken|duck|goose|turkey|rabbit|hamster|guinea pig|mouse|rat|squirrel|fox|wolf|bear
polar bear|panda|tiger|lion|leopard|cheetah|jaguar|elephant|giraffe|zebra|hippo|rhino|monkey|gorilla|chimpanzee
kangaroo|koala|platypus|hedgehog|badger|otter|beaver|deer|moose|camel|donkey|whale|blue whale|dolphin|shark|seal
walrus|octopus|squid|jellyfish|crab|lobster|shrimp|salmon|tuna|trout|goldfish|eel|frog|toad|newt|snake|cobra
python snake|lizard|gecko|turtle|tortoise|crocodile|dinosaur|eagle|hawk|falcon|owl|crow|raven|pigeon|sparrow|robin
parrot|penguin|flamingo|swan|peacock|ostrich|hummingbird|butterfly|moth|bee|wasp|ant|spider|scorpion|mosquito|fly
beetle|ladybug|dragonfly|cricket|grasshopper|cockroach|snail|slug|earthworm|bat|mole|raccoon|skunk|sloth|anteater
armadillo|lynx|hyena|ferret|poodle|labrador|kitten|puppy|foal|calf|seahorse|starfish|coral|woodpecker|seagull|pelican
stork|lemur|meerkat|chameleon|termite
`),
  food: words(`
apple|banana|orange|lemon|lime|grape|strawberry|raspberry|blueberry|cherry|peach|pear|plum|apricot|mango|pineapple
papaya|kiwi|coconut|melon|watermelon|pomegranate|fig|date fruit|avocado|tomato|potato|sweet potato|carrot|onion|garlic
ginger|leek|celery|cucumber|lettuce|spinach|kale|cabbage|broccoli|cauliflower|zucchini|eggplant|pumpkin|beetroot
radish|turnip|mushroom|pepper|chili|pea|bean|lentil|chickpea|corn|rice|wheat|oat|barley|quinoa|bread|toast|bagel
croissant|pretzel|butter|cheese|cheddar|mozzarella|yogurt|milk|cream|egg|honey|jam|sugar|salt|flour|yeast|vinegar
olive oil|mustard|ketchup|mayonnaise|soy sauce|cinnamon|vanilla|basil|oregano|rosemary|thyme|parsley|mint|saffron
chocolate|candy|cookie|biscuit|cake|muffin|ice cream|popcorn|peanut|almond|walnut|cashew|hazelnut|raisin|beef|pork
lamb|ham|bacon|sausage|steak|tofu|coffee|tea|green tea|espresso|juice|lemonade|beer|wine|whisky|vodka|rum|champagne
cider|smoothie|soda|cola|water
`),
  dish: words(`
pizza|spaghetti carbonara|lasagna|risotto|ravioli|gnocchi|macaroni and cheese|hamburger|hot dog|sandwich|burrito|taco
quesadilla|guacamole|paella|gazpacho|tortilla|sushi|ramen|miso soup|tempura|teriyaki chicken|fried rice|dumplings
spring rolls|pad thai|green curry|pho|kimchi|bibimbap|butter chicken|chicken tikka masala|samosa|naan|dal|biryani
falafel|hummus|shawarma|kebab|moussaka|tzatziki|borscht|pierogi|goulash|schnitzel|sauerkraut|fondue|raclette|quiche
ratatouille|onion soup|crepes|pancakes|waffles|french toast|omelette|scrambled eggs|porridge|fish and chips
shepherd's pie|roast beef|meatballs|meatloaf|chili con carne|clam chowder|coleslaw|caesar salad|potato salad
tomato soup|pumpkin soup|chicken soup|banana bread|apple pie|cheesecake|tiramisu|brownies|carrot cake|birthday cake
creme brulee|panna cotta|meringue|scones|cinnamon rolls|sourdough bread|focaccia|pesto|gravy|applesauce
a vegan lasagna|a gluten-free cake|iced coffee|hot chocolate|mulled wine|mojitos
`),
  object: words(`
table|chair|sofa|bed|pillow|blanket|mattress|lamp|candle|mirror|carpet|curtain|shelf|bookcase|drawer|wardrobe|desk
clock|watch|alarm clock|vase|picture frame|painting|poster|plate|bowl|cup|mug|glass|bottle|fork|knife|spoon|chopsticks
pan|pot|kettle|cutting board|whisk|ladle|corkscrew|napkin|towel|soap|shampoo|toothbrush|toothpaste|comb|hairbrush
razor|perfume|lipstick|nail polish|sponge|broom|mop|bucket|dustpan|trash can|plunger|ladder|hammer|screwdriver|wrench
pliers|saw|drill|nail|screw|bolt|axe|shovel|rake|wheelbarrow|garden hose|rope|chain|padlock|doorbell|umbrella|backpack
suitcase|handbag|wallet|purse|sunglasses|necklace|bracelet|ring|earring|pen|pencil|eraser|ruler|scissors|stapler|glue
tape|paper clip|envelope|stamp|notebook|calendar|dictionary|newspaper|magazine|book|map|compass|telescope|microscope
binoculars|thermometer|magnet|battery|flashlight|lighter|match|balloon|kite|doll|teddy bear|puzzle|dice|chess board
playing card|football|basketball|tennis racket|golf club|skateboard|surfboard|sled|tent|sleeping bag|fishing rod
helmet|whistle|flag|trophy|medal|coin|banknote|gift|toy|sewing machine|needle|button|zipper|thread|wool|cushion
bathtub|shower|sink|faucet|toilet|door|doorknob|key|staircase|roof|chimney|fence|gate|mailbox|bench|swing|fountain
statue|brick|tile|pipe|wire|rug|hammock|lantern|basket|jar|tin can|cardboard box|stroller|crib|pacifier|diaper
wheelchair|crutch|bandage|syringe|stethoscope
`),
  clothing: words(`
shirt|t-shirt|blouse|sweater|hoodie|jacket|coat|raincoat|suit|tie|dress|skirt|jeans|trousers|shorts|leggings|pajamas
sock|shoe|sneaker|boot|sandal|slipper|hat|cap|scarf|glove|belt|bikini|swimsuit|kimono|uniform|wedding dress|bow tie
beanie|vest|cardigan|high heels
`),
  plant: words(`
rose|tulip|daisy|sunflower|orchid|lily|daffodil|lavender|violet|poppy|dandelion|clover|cactus|aloe vera|fern|moss|ivy
bamboo|palm tree|oak|pine|birch|maple|willow|cherry tree|apple tree|olive tree|lemon tree|hydrangea|geranium|peony
jasmine|hibiscus|monstera|bonsai|basil plant|tomato plant|grass|hedge|seaweed|venus flytrap|eucalyptus|redwood
carnation|chrysanthemum
`),
  vehicle: words(`
car|truck|bus|tram|train|subway|bicycle|electric bike|scooter|motorcycle|taxi|ambulance|fire engine|tractor|bulldozer
crane|airplane|helicopter|glider|hot air balloon|rocket|space shuttle|boat|ship|ferry|submarine|canoe|kayak|sailboat
yacht|cruise ship|camper van|trailer|tank|snowmobile|forklift|convertible|pickup truck
`),
  instrument: words(`
piano|guitar|violin|cello|double bass|harp|flute|clarinet|oboe|saxophone|trumpet|trombone|tuba|drum|accordion
harmonica|ukulele|banjo|organ|xylophone|bagpipes|recorder|synthesizer|electric guitar|tambourine|mandolin
`),
  body: words(`
head|hair|face|eye|ear|nose|mouth|tooth|tongue|neck|throat|shoulder|arm|elbow|wrist|hand|finger|thumb|nail on my toe
chest|heart|lung|stomach|liver|kidney|back|spine|hip|leg|knee|ankle|foot|toe|skin|brain|jaw|eyelid|lower back
calf muscle
`),
  device: words(`
TV|television|fridge|freezer|oven|microwave|stove|dishwasher|washing machine|tumble dryer|vacuum cleaner|robot vacuum
air conditioner|heater|radiator|thermostat|fan|ceiling fan|humidifier|dehumidifier|air purifier|coffee machine
espresso machine|toaster|blender|mixer|food processor|rice cooker|slow cooker|pressure cooker|air fryer|grill|barbecue
waffle iron|bread maker|juicer|electric kettle|iron|hair dryer|electric shaver|electric toothbrush|bathroom scale
garage door|front door|back door|garden gate|blinds|curtains|shutters|skylight|bedroom window|kitchen window
car window|living room lights|kitchen light|bedside lamp|porch light|light bulb|smoke detector|doorbell camera
security camera|burglar alarm|smart lock|smart plug|smart speaker|baby monitor|radio|stereo|record player|CD player
DVD player|soundbar|projector|game console|remote control|router|printer|scanner|landline telephone|sprinkler
lawn mower|leaf blower|swimming pool pump|water heater|boiler|solar panel|fireplace|chainsaw|hot tub|sauna
washing line|fuse box|electric blanket|dish rack|sewage pump|car engine|car trunk|sunroof|windscreen wiper
`),
  gadget: words(`
iPhone|Android phone|smartphone|iPad|tablet|Kindle|laptop|MacBook|Chromebook|desktop PC|smartwatch|Apple Watch|Fitbit
AirPods|headphones|Bluetooth speaker|webcam|microphone|mouse pad|wireless mouse|monitor|USB stick|external hard drive
SD card|PlayStation|Xbox|Nintendo Switch|Steam Deck|VR headset|drone|GoPro|digital camera|e-reader|power bank|charger
SIM card|Raspberry Pi|Arduino|3D printer|Roku|Chromecast|Fire TV stick|Echo Dot|car stereo|GPS device|calculator
fax machine|photocopier|Tesla|satellite dish|set-top box|modem|smart TV|dashcam|printer|router|fitness tracker
`),
};
