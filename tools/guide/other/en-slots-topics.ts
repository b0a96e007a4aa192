// What is not about Oriel, English: topics, sciences, pastimes, feelings and numbers, as lists that the patterns name.
import { words } from "./en-words.ts";

export const topicsSlots = {
  topic: words(`
love|friendship|happiness|sadness|anger|fear|hope|courage|loneliness|jealousy|trust|freedom|justice|equality|democracy
peace|war|politics|elections|religion|God|death|life after death|the meaning of life|fate|free will|time travel
space travel|aliens|dreams|sleep|money|inflation|taxes|the stock market|cryptocurrency|bitcoin|real estate|mortgages
insurance|retirement|unemployment|poverty|wealth|the economy|capitalism|socialism|globalization|climate change
global warming|recycling|plastic waste|pollution|renewable energy|nuclear power|electric cars|deforestation
biodiversity|vegetarianism|veganism|dieting|obesity|vitamins|yoga|meditation|stress|burnout|depression|anxiety
addiction|smoking|alcohol|coffee|sugar|vaccines|pregnancy|parenting|adoption|education|homework|exams|university life
scholarships|marriage|divorce|dating|weddings|fashion|makeup|tattoos|architecture|modern art|photography|poetry
literature|philosophy|ethics|history|mythology|astrology|horoscopes|superstition|magic|conspiracy theories|ghosts
crime|prisons|the death penalty|gun control|immigration|racism|feminism|human rights|animal rights|social media
celebrities|gossip|news|journalism|advertising|tourism|globetrotting|camping|fishing|hunting|gardening|farming|cooking
baking|wine|cheese|chocolate|traffic|public transport|self-driving cars|robots|virtual reality|video games|board games
chess|football|the Olympics|music|jazz|opera|hip hop|ballet|theater|Hollywood|anime|comics|fairy tales|dragons
unicorns|zombies|vampires|superheroes|dinosaurs|the universe|black holes|the moon|the weather|thunderstorms
earthquakes|volcanoes|hurricanes|tsunamis|the ocean|rainforests|mountains|spring|summer|autumn|winter|childhood
old age|memories|regret|success|failure|leadership|teamwork|productivity|motivation|procrastination|minimalism
etiquette|small talk|body language|public speaking|job interviews|resumes|salary negotiation|entrepreneurship
marketing|logistics|supply chains|insects|bees|pets|horses|trees|mushrooms|snow|gold|diamonds|oil|steel|glass|paper
cotton|silk|perfume|soap
`),
  concept: words(`
photosynthesis|gravity|evolution|natural selection|DNA|RNA|mitosis|meiosis|osmosis|cellular respiration
the water cycle|the carbon cycle|plate tectonics|the greenhouse effect|electricity|magnetism|electromagnetism
the speed of light|the theory of relativity|quantum mechanics|quantum entanglement|Schrödinger's cat|string theory
dark matter|dark energy|a black hole|a supernova|a neutron star|the solar system|a light year|nuclear fission
nuclear fusion|radioactivity|half-life|thermodynamics|entropy|kinetic energy|potential energy|momentum|friction
inertia|Newton's second law|Ohm's law|the Doppler effect|the periodic table|a chemical bond|an acid|a catalyst
oxidation|the pH scale|a mole in chemistry|an isotope|an atom|a proton|a neutron|an electron|a photon|the Higgs boson
a molecule|an enzyme|a protein|a virus|a bacterium|an antibody|the immune system|the nervous system
the digestive system|a hormone|insulin|cholesterol|the Pythagorean theorem|a prime number|the Fibonacci sequence
the golden ratio|pi|a derivative|an integral|a logarithm|a matrix|a vector|an eigenvalue|a standard deviation
the normal distribution|Bayes' theorem|the central limit theorem|probability|set theory|a fractal|imaginary numbers
infinity|a polynomial|the quadratic formula|trigonometry|supply and demand|GDP|opportunity cost|a recession
compound interest|game theory|the prisoner's dilemma|the placebo effect|cognitive dissonance|operant conditioning
Maslow's hierarchy of needs|utilitarianism|existentialism|stoicism|nihilism|a metaphor|a simile|irony|alliteration
the subjunctive|the passive voice|a sonnet|a haiku|feudalism|imperialism|communism|federalism|the separation of powers
habeas corpus|backpropagation|gradient descent|a neural network|a convolutional network|reinforcement learning
the Turing test|a decision tree|overfitting|the attention mechanism|a support vector machine|machine learning
deep learning|artificial general intelligence|blockchain|an NFT|a firewall|a VPN|encryption|a binary search tree
a hash table|recursion|big O notation|TCP|DNS|an IP address|HTTP|an operating system kernel|a compiler
object-oriented programming|a pointer|a semaphore|a monad|5G|Bluetooth|Moore's law
`),
  subject: words(`
math|algebra|geometry|calculus|statistics|physics|chemistry|biology|geography|history|economics|philosophy|psychology
sociology|anthropology|archaeology|astronomy|geology|botany|zoology|genetics|medicine|anatomy|nursing|law|politics
literature|linguistics|grammar|spelling|art history|music theory|computer science|electrical engineering
mechanical engineering|architecture|accounting|marketing|business studies|theology|physical education|French class
Spanish class|Latin|drama|woodwork|home economics
`),
  sport: words(`
football|soccer|basketball|baseball|volleyball|handball|rugby|cricket|hockey|ice hockey|tennis|table tennis|badminton
squash|golf|bowling|billiards|darts|chess|swimming|diving|water polo|rowing|sailing|surfing|skiing|snowboarding
ice skating|figure skating|curling|running|jogging|marathon running|hiking|climbing|bouldering|cycling|mountain biking
skateboarding|gymnastics|weightlifting|boxing|wrestling|judo|karate|taekwondo|fencing|archery|horse riding|Formula 1
triathlon|long jump|pole vault|javelin|pilates|yoga|crossfit|parkour|paragliding
`),
  hobby: words(`
knitting|crochet|sewing|pottery|origami|calligraphy|drawing portraits|watercolor painting|photography|bird watching
stamp collecting|coin collecting|gardening|beekeeping|brewing beer|baking bread|woodworking|model railways
playing the piano|singing in a choir|dancing salsa|juggling|magic tricks|crossword puzzles|sudoku|board games
geocaching|fishing|camping|stargazing|blogging|podcasting|video editing|learning languages|scuba diving|flying kites
metal detecting|scrapbooking|candle making|soap making
`),
  illness: words(`
a cold|the flu|a fever|a headache|a migraine|a sore throat|a cough|a runny nose|hay fever|asthma|a toothache
a stomach ache|diarrhea|constipation|heartburn|nausea|food poisoning|a rash|eczema|acne|a sunburn|a burn|a blister
a bee sting|a mosquito bite|a nosebleed|hiccups|a sprained ankle|a broken arm|back pain|a stiff neck|arthritis
high blood pressure|diabetes|anemia|insomnia|vertigo|tinnitus|an ear infection|pink eye|a hangover|dandruff|warts
cramps|a concussion|chickenpox|measles|malaria|pneumonia|appendicitis|kidney stones|gout|jet lag|seasickness
`),
  feeling: words(`
tired|sad|happy|lonely|bored|angry|anxious|nervous|stressed|hungry|thirsty|sick|cold|sleepy|excited|in love
heartbroken|jealous|proud|ashamed|confused about my life|depressed|homesick|scared|worried|frustrated|overwhelmed
grateful|disappointed|drunk|hungover|in a bad mood|on vacation|at work|at the beach|pregnant|getting married
moving to another city|late for school|fifteen years old|a vegetarian|allergic to peanuts|afraid of spiders|unemployed
going to bed|on a diet
`),
  color: words(`
red|blue|green|yellow|orange|purple|pink|brown|black|white|gray|beige|turquoise|gold|silver|navy blue|crimson|magenta
olive green|ivory
`),
  material: words(`
wood|oak|steel|iron|copper|aluminum|gold|silver|lead|mercury|glass|plastic|rubber|leather|cotton|wool|silk|linen
marble|granite|concrete|clay|sand|paper|cardboard|wax|oil|gasoline|hydrogen|helium|oxygen|nitrogen|carbon|sodium
chlorine|uranium|titanium|zinc|nickel|diamond|ice|steam|salt water|bleach|ammonia
`),
  day: words(`
Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|tomorrow|today|yesterday|next week|this weekend|tonight
next month|in January|in February|in March|in April|in May|in June|in July|in August|in September|in October
in November|in December|at noon|at midnight|on my birthday|next summer
`),
  currency: words(`
dollars|euros|pounds|yen|yuan|Swiss francs|rupees|won|pesos|rubles|Canadian dollars|Swedish kronor|bitcoin|lira
`),
  unit: words(`
meters|kilometers|miles|feet|inches|centimeters|yards|kilograms|grams|pounds|ounces|liters|gallons|cups|tablespoons
teaspoons|degrees Celsius|degrees Fahrenheit|acres|hectares|light years|knots|hours|minutes|weeks|days|joules|calories
watts|horsepower
`),
  n: words(`
2|3|4|5|6|7|8|9|11|12|13|14|15|16|17|18|19|20|21|23|24|25|27|29|30|32|36|37|42|45|48|50|56|64|72|75|81|88|96|99|100
108|121|125|144|150|169|200|225|250|256|300|365|400|512|600|729|777|1000|1234|1500|1729|1984|2024|4096|9999|10000|0.5
1.5|2.75|3.14|-7|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|fifty|one hundred
a thousand|a million
`),
  math: words(`
x + 3 = 10|2x - 5 = 11|x^2 = 49|x^2 + 5x + 6 = 0|3x - 6 = 12|sin x = 0.5|y = 2x + 1|a^2 + b^2 = c^2|1/2 + 1/3
3/4 of 200|2^10|10!|the square root of 2|log 100|5 choose 2|7 mod 3|12 * 12|144 / 12|99 - 33|8 + 15|6*7|1+1|2+2|100-7
0/0|dx/dt = 3x|15% of 80|3.5 * 4.2|e^x|cos 60
`),
};
