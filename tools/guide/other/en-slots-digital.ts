// What is not about Oriel, English: software, code and kinds of text, as lists that the patterns name.
import { words } from "./en-words.ts";

export const digitalSlots = {
  software: words(`
Photoshop|Illustrator|InDesign|Lightroom|Premiere Pro|After Effects|Final Cut Pro|DaVinci Resolve|iMovie|GIMP|Inkscape
Blender|Maya|AutoCAD|SketchUp|Figma|Sketch|Canva|Microsoft Word|Excel|PowerPoint|Outlook|OneNote|Access|Teams|Zoom
Skype|Slack|Discord|Telegram|WhatsApp|Signal|WeChat|Messenger|Facebook|Instagram|TikTok|Snapchat|Twitter|Reddit
Pinterest|LinkedIn|Tinder|YouTube|Twitch|Netflix|Disney Plus|Prime Video|Hulu|Spotify|Apple Music|SoundCloud|iTunes
GarageBand|Ableton|FL Studio|Logic Pro|Audacity|VLC|Winamp|OBS Studio|Steam|Epic Games|Roblox|Unity|Unreal Engine
Godot|Visual Studio|VS Code|Xcode|Android Studio|Eclipse|PyCharm|IntelliJ|Vim|Emacs|Notepad++|Sublime Text|Git|Docker
Kubernetes|Jenkins|Terraform|MySQL|PostgreSQL|MongoDB|Redis|SQLite|WordPress|Drupal|Shopify|Wix|Squarespace|Salesforce
SAP|QuickBooks|Trello|Jira|Notion|Evernote|Asana|Dropbox|Google Drive|OneDrive|iCloud|Google Docs|Google Sheets
Google Maps|Gmail|Google Calendar|Google Photos|Google Translate|Waze|Uber|Airbnb|Booking.com|eBay|Amazon|PayPal|Venmo
Duolingo|Wikipedia|Norton|McAfee|WinRAR|7-Zip|TeamViewer|BitTorrent|NordVPN|1Password|LastPass|LibreOffice|Thunderbird
MATLAB|R Studio|SPSS|Tableau|Power BI|Jupyter|Anaconda|LaTeX|Overleaf|Acrobat Reader|VirtualBox|VMware|Siri|Alexa
Cortana|Strava|Kindle app|Shazam
`),
  os: words(`
Windows|Windows 10|Windows 11|Windows XP|macOS|Ubuntu|Debian|Fedora|Arch Linux|Linux Mint|Android|iOS|ChromeOS|FreeBSD
MS-DOS|my Mac|my PC|my work laptop|a Raspberry Pi|an old netbook
`),
  browser: words(`
Chrome|Firefox|Safari|Edge|Opera|Brave|Internet Explorer|Vivaldi
`),
  aibrand: words(`
ChatGPT|Gemini|Claude|Copilot|Grok|Midjourney|DALL-E|Stable Diffusion|Perplexity|GPT-4|Siri|Alexa|Google Assistant
Character.AI|Grammarly|DeepL
`),
  data: words(`
photos|photo album|vacation pictures|videos|emails|inbox|spam folder|contacts|text messages|call history|voicemail
browser history|cookies|bookmarks|passwords|Facebook account|Instagram profile|Twitter account|Google account|Apple ID
Amazon orders|shopping list|grocery list|to-do list|calendar|alarm|reminders|playlist|music library|podcasts
downloads folder|recycle bin|desktop icons|screenshots|spreadsheet|presentation|resume|tax documents|bank statements
invoices|homework|essay|thesis|diary|blog|website|domain|database|log files|temp files|zip file|PDF|Word document
Excel sheet|saved games|wallpaper|ringtone|subscription|gym membership|credit card|bank account|phone number
profile picture|medical records|family tree|recipe collection|e-books|notes app notes
`),
  media: words(`
movie|film|song|album|book|novel|podcast|TV series|documentary|cartoon|musical|opera|comedy show|video game|board game
e-book|audiobook|comic|magazine|newspaper|poem|play|painting|playlist|radio station|YouTube channel|news channel|anime
thriller|romantic comedy|horror film|western|cookbook|biography|fairy tale
`),
  proglang: words(`
Python|JavaScript|TypeScript|Java|C|C++|C#|Rust|Go|Ruby|PHP|Swift|Kotlin|Scala|Haskell|Perl|Lua|R|MATLAB|SQL|Bash
PowerShell|HTML|CSS|Assembly|Fortran|COBOL|Lisp|Prolog|Julia|Dart|Elixir|Visual Basic|Scratch
`),
  codetask: words(`
sort a list|reverse a string|check whether a number is prime|compute the factorial of a number
print the Fibonacci numbers|find the largest element in an array|remove duplicates from a list
count the words in a text file|read a CSV file|parse JSON|send an email|scrape a website|download a web page
make an HTTP request|connect to a MySQL database|create a REST API|build a login form
validate an email address with a regex|center a div|make a responsive navbar|draw a circle on a canvas
animate a button|write a unit test|fix a null pointer exception|merge two dictionaries|flatten a nested list
do a binary search|implement a linked list|implement quicksort|implement a stack|traverse a binary tree
find the shortest path in a graph|solve the tower of Hanoi|solve the n queens problem|play tic-tac-toe
make a snake game|write a calculator|convert Celsius to Fahrenheit|convert roman numerals|generate a random password
hash a password|encrypt a file|zip a folder|rename all files in a directory|resize an image|make a bar chart
plot a sine wave|train a classifier on the iris data set|multiply two matrices|swap two variables
check for a palindrome|find anagrams|count vowels|format a date|compute the difference between two dates
loop over a dictionary|handle an exception|start a thread|write a web server|build a chatbot|make a Discord bot
make a to-do app|create a Dockerfile|undo the last git commit|resolve a merge conflict|write a cron job
join two SQL tables|find the second highest salary in SQL|group by month in SQL|create an index on a table
deploy to AWS|set up nginx|write a Makefile|free memory with malloc|overload an operator|use async and await
write a regular expression for phone numbers|blink an LED with an Arduino|simulate a dice roll|shuffle a deck of cards
guess a number
`),
  textkind: words(`
poem|haiku|limerick|sonnet|short story|fairy tale|bedtime story|horror story|love letter|cover letter
resignation letter|thank-you note|birthday card|wedding speech|toast|eulogy|essay|blog post|newspaper article
press release|product description|slogan|tweet|Instagram caption|LinkedIn post|email|complaint letter|apology
invitation|song|rap|lullaby|screenplay|dialogue|monologue|joke|riddle|pun|tongue twister|recipe|shopping list
meal plan|workout plan|travel itinerary|lesson plan|quiz|crossword clue|book review|movie review|summary|report
business plan|marketing plan|job description|resume|cv|reference letter|contract|proverb|prayer|horoscope|fan fiction
acrostic|diary entry|obituary|legend|fable|menu|packing list
`),
  phrase: words(`
good morning|good night|I love you|where is the bathroom|how much does it cost|I would like a beer|see you tomorrow
happy birthday|merry Christmas|my name is Anna|the cat sits on the mat|I am hungry|what time is it
can you help my brother|the weather is nice today|cheers|congratulations|I am sorry|get well soon|we are lost
I do not eat meat|please bring the bill|one coffee with milk|where is the train station|my father is a doctor
it is raining cats and dogs|better late than never|home sweet home|long time no see|I miss you|the quick brown fox
we will meet at noon|the house is on fire|excuse me
`),
  chore: words(`
water plants|feed the fish|walk the dog|pay the rent|call my mother|buy milk|take my pills|pick up the kids
do the laundry|take out the trash|water the garden|go to the dentist|renew my passport|send the invoice|book a table
return the library book|charge the car|clean the kitchen|study for the exam|catch the train
`),
};
