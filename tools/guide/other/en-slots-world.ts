// What is not about Oriel, English: people, places, works and events, as lists that the patterns name.
import { words } from "./en-words.ts";

export const worldSlots = {
  role: words(`
doctor|nurse|dentist|surgeon|pharmacist|vet|therapist|teacher|professor|student|headmaster|librarian|lawyer|judge
police officer|detective|firefighter|soldier|pilot|flight attendant|bus driver|taxi driver|truck driver|sailor|captain
astronaut|scientist|physicist|chemist|biologist|mathematician|engineer|architect|carpenter|plumber|electrician
mechanic|welder|painter|gardener|farmer|fisherman|butcher|baker|chef|waiter|bartender|barista|cashier|shop assistant
salesperson|accountant|banker|broker|manager|secretary|receptionist|journalist|photographer|editor|author|poet
novelist|actor|actress|director|singer|musician|composer|conductor|dancer|comedian|magician|clown|artist|sculptor
fashion designer|tailor|hairdresser|barber|referee|football coach|athlete|goalkeeper|boxer|politician|president
prime minister|mayor|king|queen|prince|princess|knight|pirate|wizard|witch|vampire|ghost|detective from the 1920s
priest|monk|rabbi|imam|nun|pope|diplomat|spy|thief|burglar|babysitter|nanny|housekeeper|landlord|tenant|neighbor
postman|courier|web developer|data scientist|game designer|YouTuber|influencer|real estate agent|travel agent
tour guide|lifeguard|personal trainer|midwife|psychologist|philosopher|historian|archaeologist|geologist|astronomer
meteorologist|economist|interpreter
`),
  relation: words(`
mother|father|mom|dad|sister|brother|son|daughter|grandmother|grandfather|grandma|aunt|uncle|cousin|nephew|niece|wife
husband|girlfriend|boyfriend|partner|best friend|friend|boss|colleague|coworker|roommate|teacher|neighbor|landlord|ex
fiancé|stepmother|mother-in-law|baby|toddler|teenager|kids|parents|dog|cat|doctor|team|class|crush
`),
  name: words(`
Anna|Ben|Carla|David|Emma|Frank|Grace|Henry|Isabel|Jack|Kate|Liam|Maria|Noah|Olivia|Peter|Quentin|Rosa|Sam|Tina|Ursula
Victor|Wendy|Xavier|Yusuf|Zoe|Ahmed|Mei|Hiroshi|Priya|Ivan|Lucas|Sofia|Fatima|John|Mary|Bob|Alice|Tom|Jerry|Sarah|Mike
Lisa|Paul|Julia
`),
  place: words(`
beach|mountain|forest|desert|lake|river|ocean|island|volcano|cave|waterfall|valley|swamp|jungle|meadow|glacier|canyon
park|zoo|aquarium|museum|library|school|kindergarten|university|hospital|pharmacy|supermarket|bakery|restaurant|cafe
bar|nightclub|cinema|theater|opera house|concert hall|stadium|gym|swimming pool|playground|church|mosque|temple
cathedral|castle|palace|tower|bridge|tunnel|harbor|lighthouse|airport|train station|bus stop|gas station|parking lot
highway|market|shopping mall|bank|post office|police station|fire station|town hall|prison|courthouse|factory
warehouse|farm|barn|vineyard|garden|greenhouse|cemetery|hotel|hostel|campsite|apartment|basement|attic|garage|kitchen
bathroom|bedroom|living room|balcony|office|laboratory|observatory|embassy|casino|spa|ski resort|amusement park
skyscraper
`),
  country: words(`
France|Germany|Italy|Spain|Portugal|the United Kingdom|England|Scotland|Wales|Ireland|the Netherlands|Belgium
Luxembourg|Switzerland|Austria|Poland|the Czech Republic|Slovakia|Hungary|Romania|Bulgaria|Greece|Turkey|Ukraine
Russia|Finland|Sweden|Norway|Denmark|Iceland|Estonia|Latvia|Lithuania|Croatia|Serbia|Slovenia|Albania|Malta|Cyprus
Israel|Egypt|Morocco|Algeria|Tunisia|Libya|Nigeria|Ghana|Kenya|Ethiopia|Tanzania|Uganda|South Africa|Zimbabwe
Madagascar|Senegal|Iran|Iraq|Saudi Arabia|Qatar|the United Arab Emirates|Afghanistan|Pakistan|India|Nepal|Bangladesh
Sri Lanka|China|Japan|South Korea|North Korea|Mongolia|Thailand|Vietnam|Cambodia|Malaysia|Singapore|Indonesia
the Philippines|Australia|New Zealand|Fiji|Canada|the United States|Mexico|Cuba|Jamaica|Guatemala|Costa Rica|Panama
Colombia|Venezuela|Ecuador|Peru|Bolivia|Brazil|Chile|Argentina|Uruguay|Paraguay|Kazakhstan|Georgia|Armenia
`),
  city: words(`
Paris|London|Berlin|Munich|Hamburg|Rome|Milan|Venice|Florence|Madrid|Barcelona|Lisbon|Porto|Amsterdam|Brussels|Zurich
Geneva|Vienna|Prague|Budapest|Warsaw|Krakow|Athens|Istanbul|Moscow|Kyiv|Helsinki|Stockholm|Oslo|Copenhagen|Dublin
Edinburgh|Manchester|Liverpool|Cairo|Marrakesh|Lagos|Nairobi|Cape Town|Johannesburg|Dubai|Tehran|Baghdad|Jerusalem
Tel Aviv|Delhi|Mumbai|Kolkata|Bangalore|Karachi|Beijing|Shanghai|Hong Kong|Shenzhen|Taipei|Tokyo|Osaka|Kyoto|Seoul
Bangkok|Hanoi|Singapore|Jakarta|Bali|Manila|Sydney|Melbourne|Perth|Auckland|Toronto|Vancouver|Montreal|New York|Boston
Chicago|Los Angeles|San Francisco|Seattle|Las Vegas|Miami|Houston|Dallas|Denver|Washington|Mexico City|Havana|Bogotá
Lima|Rio de Janeiro|São Paulo|Buenos Aires|Santiago|Reykjavik|Honolulu
`),
  language: words(`
French|German|Italian|Spanish|Portuguese|Dutch|Swedish|Norwegian|Danish|Finnish|Polish|Czech|Hungarian|Romanian|Greek
Turkish|Russian|Ukrainian|Arabic|Hebrew|Persian|Hindi|Urdu|Bengali|Tamil|Japanese|Korean|Mandarin|Cantonese|Chinese
English|Vietnamese|Thai|Indonesian|Tagalog|Swahili|Latin|Ancient Greek|Esperanto|Icelandic|Irish|Welsh|Klingon|Catalan
Basque|Sanskrit
`),
  landmark: words(`
the Eiffel Tower|the Great Wall of China|the Colosseum|Big Ben|the Statue of Liberty|the Taj Mahal|Machu Picchu
the pyramids|the Sphinx|Stonehenge|Mount Everest|Mount Fuji|Kilimanjaro|the Grand Canyon|Niagara Falls
the Amazon river|the Nile|the Danube|the Mississippi|the Sahara|the Great Barrier Reef|the Golden Gate Bridge
the Louvre|the Vatican|the White House|the Kremlin|Buckingham Palace|the Berlin Wall|Notre-Dame|the Sagrada Familia
the Acropolis|Petra|Angkor Wat|the Burj Khalifa|the Empire State Building|Times Square|Central Park|Hollywood
Disneyland|the Dead Sea|Lake Victoria|the Alps|the Himalayas|the Andes|Antarctica|the North Pole|the Bermuda Triangle
Easter Island|Hawaii|Alaska|Siberia|Yellowstone|Loch Ness|Pompeii|Atlantis|the Suez Canal|the Panama Canal
the Black Sea|the Mediterranean|Mars|the Moon
`),
  person: words(`
Albert Einstein|Isaac Newton|Marie Curie|Galileo Galilei|Charles Darwin|Nikola Tesla|Thomas Edison|Stephen Hawking
Alan Turing|Ada Lovelace|Grace Hopper|Leonardo da Vinci|Michelangelo|Rembrandt|Vincent van Gogh|Pablo Picasso
Frida Kahlo|Andy Warhol|Claude Monet|Salvador Dalí|Mozart|Beethoven|Bach|Chopin|Vivaldi|Tchaikovsky|Wagner|the Beatles
the Rolling Stones|Queen|Elvis Presley|Michael Jackson|Madonna|Beyoncé|Taylor Swift|Adele|Ed Sheeran|Rihanna
Bob Marley|David Bowie|Freddie Mercury|Bob Dylan|Shakespeare|Jane Austen|Charles Dickens|Mark Twain|Ernest Hemingway
Virginia Woolf|George Orwell|Agatha Christie|J. K. Rowling|Tolkien|Stephen King|Goethe|Schiller|Kafka|Tolstoy
Dostoevsky|Homer|Dante|Cervantes|Victor Hugo|Plato|Aristotle|Socrates|Confucius|Kant|Nietzsche|Karl Marx|Sigmund Freud
Julius Caesar|Cleopatra|Alexander the Great|Genghis Khan|Napoleon|Queen Victoria|Queen Elizabeth|King Arthur
Joan of Arc|Christopher Columbus|Marco Polo|George Washington|Abraham Lincoln|John F. Kennedy|Martin Luther King
Nelson Mandela|Gandhi|Winston Churchill|Stalin|Lenin|Mao Zedong|Barack Obama|Donald Trump|Joe Biden|Angela Merkel
Emmanuel Macron|Vladimir Putin|Pope Francis|the Dalai Lama|Mother Teresa|Neil Armstrong|Yuri Gagarin|Steve Jobs
Bill Gates|Elon Musk|Jeff Bezos|Mark Zuckerberg|Warren Buffett|Linus Torvalds|Lionel Messi|Cristiano Ronaldo|Pelé
Maradona|Michael Jordan|LeBron James|Serena Williams|Roger Federer|Usain Bolt|Muhammad Ali|Tiger Woods|Michael Phelps
Charlie Chaplin|Marilyn Monroe|Audrey Hepburn|Alfred Hitchcock|Steven Spielberg|Quentin Tarantino|Tom Hanks
Leonardo DiCaprio|Brad Pitt|Angelina Jolie|Meryl Streep|Oprah Winfrey|Jackie Chan|Bruce Lee|Walt Disney|Coco Chanel
Florence Nightingale|Anne Frank|Rosa Parks|Greta Thunberg|Malala|Harry Potter|Sherlock Holmes|Batman|Superman
Spider-Man|Darth Vader|Mickey Mouse|Robin Hood|Dracula|Zeus|Hercules|Thor|Santa Claus
`),
  work: words(`
Hamlet|Romeo and Juliet|Macbeth|the Odyssey|the Iliad|the Bible|the Quran|Don Quixote|War and Peace
Crime and Punishment|Pride and Prejudice|Great Expectations|Moby Dick|Frankenstein|Les Misérables|The Great Gatsby
To Kill a Mockingbird|Nineteen Eighty-Four|Animal Farm|Brave New World|The Lord of the Rings|The Hobbit
the Harry Potter books|The Little Prince|Alice in Wonderland|Peter Pan|Pinocchio|The Jungle Book|The Da Vinci Code
The Hunger Games|Twilight|Dune|the Mona Lisa|The Starry Night|Guernica|The Scream|the Sistine Chapel ceiling
the statue of David|the Ninth Symphony|the Magic Flute|Carmen|Swan Lake|The Four Seasons|Bohemian Rhapsody|Imagine
Yesterday|Thriller|Hotel California|Stairway to Heaven|Star Wars|Star Trek|Titanic|Avatar|The Godfather|Pulp Fiction
Casablanca|Psycho|Jaws|Jurassic Park|The Matrix|Inception|Interstellar|Forrest Gump|The Lion King|Frozen|Toy Story
Finding Nemo|Shrek|Back to the Future|Terminator|Alien|Indiana Jones|James Bond|Mission Impossible|Gladiator|Parasite
Spirited Away|Breaking Bad|Game of Thrones|Friends|The Simpsons|Stranger Things|The Office|Squid Game|Doctor Who
Minecraft|Fortnite|Tetris|Super Mario|The Legend of Zelda|Pokémon|World of Warcraft|Call of Duty|Grand Theft Auto
The Sims|Pac-Man|Elden Ring|Monopoly|Scrabble
`),
  event: words(`
World War I|World War II|the Cold War|the Vietnam War|the American Civil War|the French Revolution
the Russian Revolution|the Industrial Revolution|the Renaissance|the Middle Ages|the Stone Age|the fall of Rome
the Black Death|the Crusades|the moon landing|the sinking of the Titanic|the fall of the Berlin Wall
the Chernobyl disaster|the attack on Pearl Harbor|the Battle of Waterloo|the Battle of Hastings|the Great Depression
the gold rush|the Boston Tea Party|the Declaration of Independence|the discovery of America|the Olympic Games
the World Cup|the Super Bowl|the Champions League final|Wimbledon|the Tour de France|the Oscars|the Grammys
the Eurovision Song Contest|the Nobel Prize ceremony|the last election|Brexit|the big bang|the ice age
the extinction of the dinosaurs|the last solar eclipse|the Spanish flu|the Opium War|the Ming dynasty|the Roman Empire
the Ottoman Empire|the Aztec empire|the Victorian era|the sixties
`),
  holiday: words(`
Christmas|Easter|Halloween|Thanksgiving|New Year's Eve|Valentine's Day|Mother's Day|Father's Day|Ramadan|Eid|Diwali
Hanukkah|Chinese New Year|Carnival|Independence Day|St. Patrick's Day|Black Friday|Labor Day|my birthday
our wedding anniversary|Passover|Oktoberfest|spring break|summer vacation
`),
  company: words(`
Google|Apple|Microsoft|Amazon|Meta|Netflix|Nvidia|Intel|AMD|IBM|Oracle|Samsung|Sony|Nintendo|Panasonic|LG|Huawei
Xiaomi|Tesla|Ford|Toyota|Honda|BMW|Mercedes|Volkswagen|Porsche|Ferrari|Audi|Volvo|Boeing|Airbus|Lufthansa|Ryanair
Delta Airlines|Uber|Airbnb|IKEA|Lego|Walmart|Costco|Target|Aldi|Lidl|Starbucks|McDonald's|Burger King|KFC|Subway
Coca-Cola|Pepsi|Nestlé|Nike|Adidas|Puma|Zara|H&M|Gucci|Rolex|Disney|Warner Bros|Visa|Mastercard|PayPal|Goldman Sachs
Deutsche Bank|FedEx|UPS|DHL|Shell|ExxonMobil|Pfizer|Bayer|Siemens|Bosch|Philips|Canon|Nikon|General Electric|Alibaba
Tencent|SpaceX|NASA|the United Nations|the European Union|the World Bank|the Red Cross|Greenpeace
`),
};
