// What is not about Oriel, English: verbs, adjectives, noise and whole sentences, as lists that the patterns name.
import { words } from "./en-words.ts";

export const languageSlots = {
  verb: words(`
walk|jump|swim|fly|climb|crawl|dance|sing|whistle|laugh|cry|smile|sleep|dream|eat|drink|chew|swallow|cook|bake|fry
boil|roast|peel|chop|slice|stir|taste|smell|touch|hug|kiss|marry|divorce|argue|fight|punch|kick|throw|catch|hit|push
pull|lift|carry|drop|drive|ride|sail|row|park|brake|travel|hike|camp|ski|skate|surf|dive|fish|hunt|shoot|bite|scratch
bark|meow|roar|hatch|grow|plant|harvest|water|dig|rake|mow|prune|paint|draw|sculpt|carve|sew|knit|weave|iron|wash|dry
fold|clean|sweep|mop|dust|vacuum|polish|scrub|rinse|shave|brush|comb|dress|undress|wear|sneeze|cough|yawn|snore
breathe|sweat|bleed|faint|heal|cure|vaccinate|diagnose|operate|teach|learn|study|memorize|forget|remember|think
believe|doubt|guess|hope|wish|pray|worry|fear|hate|love|like|admire|envy|trust|lie|cheat|steal|rob|kill|arrest|sue
vote|govern|protest|negotiate|invest|borrow|lend|owe|earn|spend|save money|donate|buy|sell|rent|hire|fire|retire
resign|promote|advertise|build|repair|fix|break|smash|bend|tear|cut|glue|drill|hammer|saw|weld|measure|weigh|calculate
add|subtract|multiply|divide|estimate|compare|solve|prove|invent|discover|explore|observe|experiment|analyze|summarize
translate|pronounce|spell|rhyme|whisper|shout|scream|speak|talk|gossip|complain|apologize|forgive|congratulate|invite
introduce|recommend|advise|warn|threaten|promise|swear|joke|tease|flirt|photograph|film|record|broadcast|publish|print
compose|improvise|rehearse|perform|applaud|compete|win|lose|tie|score|train for a race|stretch|juggle|balance|spin
roll|slide|fall|trip|stumble|float|sink|drown|freeze|melt|burn|explode|evaporate|condense|rain|snow|shine|glow|sparkle
rust|rot|decay|ferment|digest|exhale|blink|wink|nod|wave|point|clap|kneel|sit|stand|lie down|wake up|get up
fall asleep|tie a tie|whittle|meditate|relax|celebrate|decorate|wrap|unwrap|mail|deliver|ship|pack|unpack|migrate
hibernate|evolve|crochet
`),
  adj: words(`
big|small|huge|tiny|tall|short|long|wide|narrow|deep|shallow|thick|thin|heavy|fat|skinny|strong|weak|quick|lazy|hard
soft|smooth|rough|sharp|blunt|hot|warm|cool|cold|freezing|wet|dry|dusty|dirty|clean|shiny|dull|colorful|pale|loud
quiet|silent|noisy|sweet|sour|salty|bitter|spicy|delicious|disgusting|fresh|rotten|raw|ripe|juicy|crispy|healthy|sick
poisonous|dangerous|safe|young|old|ancient|modern|rich|poor|expensive|cheap|valuable|worthless|beautiful|ugly|pretty
handsome|cute|elegant|clumsy|clever|stupid|wise|foolish|curious|shy|brave|cowardly|honest|dishonest|loyal|kind|cruel
gentle|rude|polite|friendly|hostile|generous|greedy|selfish|patient|impatient|calm|angry|happy|sad|jealous|proud
humble|lonely|famous|unknown|popular|rare|common|strange|weird|normal|funny|boring|exciting|romantic|scary|creepy
mysterious|magical|holy|evil|innocent|guilty|legal|illegal|fair|unfair|wild|tame|domestic|foreign|local|rural|urban
tropical|arctic|sunny|cloudy|rainy|windy|foggy|stormy|round|square|flat|curved|straight|hollow|solid|liquid|fragile
flexible|stiff|transparent|waterproof|fluffy|furry|hairy|bald|blond|pregnant|married|single|hungry|thirsty|sleepy
drunk|sober|nervous|drowsy|grumpy|cheerful|melancholy|sarcastic|vegan|organic|handmade|wooden|golden|plastic|electric
nuclear|solar|medieval|royal
`),
  mash: words(`
asdf|asdfgh|asdfghjkl|qwerty|qwertyuiop|zxcvbnm|hjkl|jkl|fghj|sdfsdf|dfgdfg|asdasd|lkjlkj|aaaa|aaaaaaaa|zzz|zzzzzz|xxx
hhhh|hahaha|lol|lmao|rofl|haha|hehe|brrr|grrr|pfff|ugh|meh|blah|blah blah|bla bla bla|foo|foo bar|foobar|lorem ipsum
lorem ipsum dolor sit amet|test test|testing 123|1 2 3|123|12345|123456789|000000|42|3.14159|abc|abcd|abcdefg|xyz|qq
wasd|uiop|ghjk|rtyu|bnm|poiuy|mnbvcxz|lkjhgf|ewqewq|dsadsa|fdsa|trewq|wert|ytrewq|gfdsa|ajskdl|sjdkfh|kdjfhg|woeiru
xkcd|qwe|wqe asd|asd qwe zxc|jfkdls|slkdfj|dkfjgh|eiwoqp|vmcnx|fjfjfj|djdjdj|kkkk|mmmm|hmmm|hmm|eh|uh|um|er|oops|wow
yay|yikes|boo|boom|bang|ding dong|tralala|la la la|beep boop|woof|meow|moo|oink|quack|ribbit|cock-a-doodle-doo
abracadabra|hocus pocus|supercalifragilistic|blorp|flibber|gribble|snorf|wibble|zorp|plugh|xyzzy|fnord|frobnicate|...
???|!!!|?!|<3|^^|#|***|//|---|+1|-1|@@@|$$$|%%%|&&&|~~~
`),
  question: words(`
Why is the sky blue?|Why is the sea salty?|Why do leaves change color?|How far away is the sun?
How many planets are there?|How old is the earth?|How many bones does a human have?|How many teeth does an adult have?
Why do we yawn?|Why do cats purr?|Do fish sleep?|Can dogs see colors?|How long do elephants live?|What do pandas eat?
Which animal is the fastest?|What is the tallest building in the world?|What is the longest river in the world?
What is the deepest lake?|Which country has the most people?|Who was the first man on the moon?
Who invented the telephone?|Who invented the light bulb?|Who discovered penicillin?|When did the Second World War end?
Who won the last World Cup?|Who is the president of the United States?|Who wrote the Bible?
What is the chemical formula of water?|What is the boiling point of water?|How do airplanes fly?
How does a fridge work?|How does a microwave heat food?|How do magnets work?|What is inside a black hole?
Is there life on Mars?|Are ghosts real?|Does God exist?|What happens after we die?
What came first, the chicken or the egg?|How much wood would a woodchuck chuck?|How many days are in a leap year?
How many seconds are in a day?|How many feet are in a mile?|What day is it today?|What time is it?|What's the date?
Is it going to rain tomorrow?|Do I need an umbrella?|How do I get rid of ants?|How do I remove a wine stain?
How do I tie a bow tie?|How do I boil an egg?|How long do I cook pasta?|How do I lose weight?
How many calories are in a banana?|How do I fall asleep faster?|How do I get rid of hiccups?|Should I see a doctor?
How do I get over a breakup?|Does she love me?|How do I ask someone out?|What should I wear to a wedding?
What should I cook tonight?|Where should I go on vacation?|Do I need a visa?|How do I save money?
Should I buy a house?|How do I file my taxes?|How do I write a resume?|How do I prepare for a job interview?
How do I ask for a raise?|Which stocks should I buy?|Is bitcoin a good investment?|How do I change a tire?
How do I jump-start a car?|How often should I water a cactus?|When do I plant tomatoes?|How do I train my dog to sit?
What's your favorite color?|What's your favorite movie?|Do you have feelings?|Do you dream?|Are you married?
How old are you?|Do you like pizza?|Will you marry me?|What are you wearing?|Do you believe in God?
Will robots take over the world?|Will AI take my job?|Can machines think?|Who would win, a shark or a bear?
Is a tomato a fruit?|Is water wet?|Does pineapple belong on pizza?|Cats or dogs?|Tea or coffee?|Heads or tails?
Truth or dare?|Knock knock!|What is the meaning of life?|What is love?|Who let the dogs out?|What does the fox say?
What is the airspeed velocity of an unladen swallow?|How many licks does it take?|To be or not to be?|Who's there?
What's for dinner?|Are we there yet?|Where is Waldo?|Who shot first?|How tall is the Eiffel Tower?
What is the capital of Australia?|Which planet has rings?|How hot is the sun?|What is the smallest country?
How does the stock market work?|What is inflation?|How do vaccines work?|What causes earthquakes?
Why is the grass green?|Why do onions make you cry?|What is the square root of 16?|Is zero even?
What is the largest prime?|How do I calculate percentages?|How do I convert miles to kilometers?
What rhymes with orange?|What is a synonym for happy?|What is the plural of octopus?|How do you spell necessary?
What does lol mean?|What does carpe diem mean?|When does daylight saving time start?|What's on TV tonight?
Who won the game last night?|How's the traffic?|When is the next bus?|What's the exchange rate?|How much is a stamp?
When does the bank close?|Is the pharmacy open on Sunday?|Where can I buy cheap shoes?
What's a good gift for my mother?
`),
  statement: words(`
The weather is lovely today.|I had pasta for lunch.|My cat is asleep on the sofa.|I lost my keys.|I missed the bus.
I broke my arm.|I failed my exam.|I got the job!|We won the game!|My grandmother turned ninety.|It is snowing outside.
The kids are at school.|I bought a new car.|My car broke down.|The toilet is clogged.|The milk is sour.
The baby won't stop crying.|My boss is mean.|My girlfriend left me.|I can't sleep.|I feel like dancing.
I hate Mondays.|I love chocolate.|I need a vacation.|I need a hug.|Nobody likes me.|Life is hard.|The earth is flat.
Two plus two is five.|Birds are not real.|Pineapple belongs on pizza.|Dogs are better than cats.
Roses are red, violets are blue.|Once upon a time there was a king.|It was a dark and stormy night.
To be or not to be, that is the question.|The quick brown fox jumps over the lazy dog.
All work and no play makes Jack a dull boy.|Winter is coming.|May the force be with you.|Houston, we have a problem.
I'll be back.|Elementary, my dear Watson.|Let it be.|Carpe diem.|Time flies.|Practice makes perfect.
An apple a day keeps the doctor away.|A penny for your thoughts.|Long live the king.|Rock, paper, scissors.|Cheese.
Pizza time!|Happy birthday to you.|Merry Christmas!|Happy new year!|Bless you.|Cheers!|Good luck.|Congratulations.
You are beautiful.|I like your voice.|You are my best friend.|I want to be a pilot.|I want to learn to cook.
I am writing a novel.|I'm going to the dentist tomorrow.|My tooth hurts.|My back hurts.|My flight was canceled.
My neighbor plays the drums at night.|The neighbors are loud.|Somebody stole my bike.|There is a spider in my room.
The house smells of onions.|I forgot my wallet.|Dinner is ready.|The soup is too salty.|My plants are dying.
The river is rising.|The moon is full tonight.|I saw a ghost.|I dreamed of a flying whale.|I won the lottery.
The taxi is here.|The train is late.|The shop was closed.|School starts at eight.|I got a parking ticket.
My passport has expired.|My shoes are wet.|She said yes.|He never called back.
`),
  pasted: words(`
SELECT name FROM users WHERE age > 30;|<div class="box">hello</div>|#include <stdio.h>|for i in range 10: print i
x = x + 1|npm ERR! missing script|Traceback, most recent call last|segmentation fault, core dumped
git push origin main|sudo apt install cowsay|https://www.example.com|www.weather.example|info@example.com
call 555-0123|#sunset #beach|@anna|12.05.1998|2024-01-31|10:45 pm|Dear Sir or Madam, I am writing to complain.
Best regards, Tom|Chapter 1: The storm|Ingredients: 2 eggs, 1 cup of flour|Invoice no. 4711, total 89.90
Name, age, city|A, B, C or D|1. e4 e5 2. Nf3 Nc6|Do re mi fa so la ti do|H2O + CO2|E = mc2|DNA: ACGTTGCA
.... . .-.. .--.|01001000 01101001|rgb 255, 0, 0|🍕|😂|❤️|🐶🐱|🎂🎉|👍|¿Dónde está la biblioteca?|Je ne sais pas.
Guten Tag, wie geht es Ihnen?|Come stai oggi?|Obrigado por tudo|Was kostet das Brot?|J'aime le fromage.
Mi casa es su casa.|Veni, vidi, vici|Hakuna matata|Que sera, sera
`),
};
