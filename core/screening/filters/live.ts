import type { Lexicon } from './lexicon';

/** What changes from day to day, asked as it is now, by the words of time; and what only the asker's own things tell. */

/** Never anything but the day on which it is said. */
const thisDay =
  "(?:yesterday(?:'s)?|last night(?:'s)?|tonight(?:'s)?|tomorrow(?:'s)?|right now|at (?:the|this) (?:very )?(?:moment|minute|second)|at present|as of (?:today|now|this)|as we speak|(?:this|next|last) (?:week(?:end)?|month|morning|afternoon|evening|monday|tuesday|wednesday|thursday|friday|saturday|sunday)(?:'s)?|this year(?:'s)?|currently|any ?more now|just now|so far today|still (?:open|available|alive|in stock|on sale|running|raining|valid|closed|delayed|in office))";

/** Of "today", which also means our times, what is asked of the day itself. */
const ofTheDay =
  '(?:followers|subscribers|views|likes|downloads|prices?|costs?|worth|rates?|shares?|stocks?|index|clos(?:e|ed|ing)|open(?:ed|ing)?|trad(?:e|ed|ing)|pollen|warnings?|alerts?|queue|match|game|scores?|strikes?|delay(?:s|ed)?|cancel(?:led|ed)|rain|snow|sun|sunny|cloudy|hot|cold|warm|umbrella|jacket|coat|temperature|degrees|saint|menu|specials?|showing|playing|moon|sunset|sunrise|old is|birthday|holiday|featured|trending|top|news|headlines?|happen(?:ed|ing|s)|won|win|winning|leading|ahead|traffic|jam(?:med)?|busy|crowded|tide|waves|uv|smog|air)';

const lookup =
  "(?:(?:please|can you|could you|would you|hey|and|so|ok|okay|also),? )*(?:(?:tell|show|let) me(?: know)?|give me|find(?: me| out)?|figure out|look up|look whether|check|see|verify|report|list|name|say|get(?: me)?|do you know|any idea|i (?:want|need|would like) to know|i'd like to know|who|what|which|when|where|how|is|are|was|were|will|did|does|do|has|have|who's|what's|how's|any|in which|at what|on which|until when|for how)";

/** What is asked for whoever asks: advice, a plan, a comparison over years. */
const forAdvice =
  '(?!.*\\b(?:(?:did|are|were|have|had|do|would) you (?!know|happen)|you (?:did|do|had|have|were|are|saw|ate|went|wear)|your)\\b)(?!.*\\b(?:should|could|can|would|shall|might|tips?|advice|ideas?|suggest\\p{L}*|recommend\\p{L}*|recipes?|compared (?:to|with)|as opposed|study|learn|how to|better than|explain|differences?|mean(?:s|ing)?|used to|to (?:say|write) in|in the sentence|in (?:a|the|this) (?:story|novel|poem|sentence|example)|going to be \\p{L}+ years|turn \\d+)\\b)';

const ownThing =
  '(?:savings?|bank|current|checking|credit|account|balance|parcels?|packages?|orders?|deliver(?:y|ies)|luggage|suitcase|keys?|wallet|inbox|mailbox|mails?|e-?mails?|messages?|texts?|voicemails?|notifications?|calendar|diary|agenda|schedule|commute|way to work|route|street|laptop|computer|pc|mac|phone|tablet|desktop|downloads?|browser|tabs?|hard (?:drive|disk)|drive|folder|documents|photos?|pictures|camera roll|playlists?|battery|wi-?fi|router|printer|car|tank|fridge|thermostat|heating|lights?|doors?|alarm|flat|apartment|bill|invoice|subscription|payslip|salary|pension|taxes|grades?|score|results?|appointments?|meetings?|bookings?|reservations?|flight|train|seat|ticket|followers|posts?|profile|feed|team|portfolio|shares|stocks|steps|heart rate|pulse|blood pressure|sleep|location|cat|dog)';

export const live: Lexicon = {
  en: [
    // Who is leading at present? Check whether it is open tomorrow.
    new RegExp(`^${lookup}\\b${forAdvice}.*\\b${thisDay}(?![\\p{L}'-])`, 'iu'),
    new RegExp(
      `^${lookup}\\b${forAdvice}(?:.*\\b${ofTheDay}\\b.*\\btoday\\b|.*\\btoday\\b.*\\b${ofTheDay}\\b|.*\\b(?:to the day|up to the minute|up-to-date (?:figures?|prices?|scores?))\\b)`,
      'iu',
    ),
    /\b(?:match|game|race|show|film|programme|program|event|concert|fight) that(?:'s| is) on\b|\bhow many (?:days|weeks|months|hours)(?: are(?: there)?| is| do we have)?(?: still)? (?:left|to go|remaining) (?:until|till|before|to)\b|\bmoon (?:phase|look|full)?.{0,20}\b(?:tonight|today|now)\b|\b(?:sun|moon) (?:set|rise|come up|go down)s? here\b|\bdo i need (?:an? )?(?:umbrella|jacket|coat|sunscreen|sunglasses)\b(?=.*\b(?:today|tomorrow|tonight|now|outside|this)\b)/iu,
    // Has John sent me an e-mail? Do I have anything scheduled? List all my alarms.
    /^(?:has|have|did) (?:[\p{L}'-]+ ){1,4}?(?:sent|send|called|call|texted|text|e-?mailed|e-?mail|written|write|replied|reply|answered|answer|left|leave|invited|invite|messaged|message|paid|pay|got(?:ten)? in touch)(?: back)?(?: to)?(?: (?:me|us|my)\b|\s?\?|$)/iu,
    /\bdo (?:i|we) (?:have|need) (?:to (?:do |be ).{0,20}|any(?:thing)? .{0,40}|an? .{1,40})\b(?:today|tomorrow|tonight|scheduled|ready|planned|due|on (?:mon|tues|wednes|thurs|fri|satur|sun)day|this (?:week|morning|afternoon|evening|weekend))\b|\bwhat (?:are|is|do) (?:my|i have) (?:plans?|planned|on|schedule|current list|next)\b|^when is my\b/iu,
    /\b(?:all|all of|any|next|last|the|those|these|upcoming|set)(?: of)? (?:my |the |set )?(?:\p{L}+ )?(?:alarms|reminders|appointments|unread \p{L}+|missed calls|notifications)\b(?=[^:]*$)(?<!\b(?:are|do|why|how)\b.*)/iu,
    /^(?:so |please |hey,? )*(?:is|will) it (?:going to |gonna )?(?:rain|snow|storm|freeze|hail|be (?:hot|cold|warm|sunny|windy|nice|cloudy|dry|wet|foggy|icy))\b(?! (?:if|when|on (?:mars|venus|jupiter)))|^(?:tell me |what(?:'s| is) |give me )?(?:the )?(?:current |local |train |exact )?time (?:in|for|of the) [\p{L} .,]+\??$|^(?:any|are there any|what) (?:\p{L}+ )?(?:events|concerts|festivals|shows|movies|films|exhibitions) (?:are )?(?:happening |going on |on |playing )?(?:in|at|near|around|this|on) [\p{L} ]+\??$|\bwhat(?:'s| is) (?:going on|happening) (?:in|at|on|around|with|this|tonight|today)\b/iu,
    // Play Pandora. I want to hear Purple Haze. Mute for five minutes.
    /^(?:please |can you |could you |next |i want you to |hey,? |ok,? )*(?:play(?!\s(?:(?:a|an|the|your|my|out|with|around|on) )?(?:\p{L}+ )?(?:roles?|parts?|games?|words?|characters?|devil|twenty|20|tic|hangman|along|with|trivia|chess|dumb|it|on|therapist|scenario|detective|pirate|teacher|doctor|interviewer|judge|host|as|me\b))|playback|mute|unmute|snooze|skip (?:this|that|to|the next)|rewind|turn (?:it|that|this|them) (?:up|down|on|off)|volume (?:up|down|to)|louder|quieter|next (?:song|track|episode)|hang up|lights (?:on|off)|new (?:alarm|reminder|event|appointment)|remove .{1,30} (?:alarm|reminder|event|appointment)|get rid of (?:all|the) (?:\p{L}+ )?(?:events|alarms|reminders|meetings))\b/iu,
    /^(?:i want|i would like|i'd like|i need|let me|let's|want) (?:you )?to (?:hear|listen to|play|watch|see (?:the|my|all|what's on)|order|book|call|text|e-?mail|message|reserve|buy)\b(?!.{0,60}\b(?:but|how|what should|which|why|help|tips|because)\b)|\b(?:i (?:hate|love|like)|who (?:sings|wrote|is the .{3,30} of)|name of|save|rate|repeat|what is) this (?:song|track|music|tune|band)\b|\b(?:in here|on in here)\W*$/iu,
    // What's the balance on my account? Where is my parcel? Go through my inbox.
    new RegExp(
      `^(?:please |can you |could you |hey,? |so )*(?:(?:what(?:'s| is| was| are)(?! (?:good|some|the best|a good|easy|common|ways?))|how (?:much|many)) .{1,40}\\b(?:on|in|of|at|from|left on|for) my (?:[\\p{L}-]+ )?${ownThing}|(?:where(?:'s| is| are| did i (?:leave|put|park))|when (?:is|does|will|was)|has|is|are|did|was|were) my (?:[\\p{L}-]+ ){0,2}?${ownThing}(?! (?:legally|allowed|likely|considered|too|bad|supposed))|(?:go|look|search|sift|scroll) (?:through|in|into|at|up|inside) my (?:[\\p{L}-]+ ){0,2}?${ownThing}|(?:check|open|empty|clean up|clear|back up|sync|unlock|lock|locate|ping|track|read|scan|monitor) my (?:[\\p{L}-]+ ){0,2}?${ownThing})(?![\\p{L}-])`,
      'iu',
    ),
    new RegExp(
      `^(?:please |can you |could you )*(?:figure out|find out|look up|check|see|tell me|verify|is there|are there|any)\\b.{0,60}\\b(?:on|along|in|at|near|around) (?:my|our) (?:[\\p{L}-]+ )?(?:commute|street|road|route|way (?:to|home)|area|city|town|village|neighbou?rhood|building|house)\\b`,
      'iu',
    ),
    /^(?:please |can you |could you )*(?:figure out|find out|look up|check|see|verify|tell me) (?:if|whether|when|until when|what time|how late) .{2,80}\b(?:open|close[sd]?|available|planned|scheduled|delayed|in stock|on sale|sold out|running late|cancell?ed|on strike|free (?:on|at|tomorrow|tonight))\b/iu,
    /\b(?:can|could) you (?:please )?(?:look|see|check|tell|hear|find out|feel|recognis?z?e) (?:me )?(?:which|what|whether|if|who|where|how many) .{1,60}\b(?:running|playing|in the background|on (?:it|my|the (?:screen|table|wall|desk))|behind me|next to me|around (?:me|here)|in here|over there|right here|outside)\b/iu,
    /^(?:please |can you |could you )*(?:show|find|send|pull up|bring up|display)(?: me)? (?:the |all |some )?(?:pictures?|photos?|videos?|e-?mails?|messages?|notes?|files?|documents?) (?:of|from|about|with) (?:my|last|yesterday|me)\b|\bwhat are (?:people|users|critics|fans|customers|others) (?:saying|writing|posting|tweeting)\b|^(?:please |can you |could you )*(?:go to|visit|open|check|browse) (?:www\.)?[\p{L}\d-]+\.(?:com|org|net|io|gov|edu|co\.uk|de|fr|es|info|tv)\b/iu,
    /\b(?:song|tune|music|noise|smell|sound|voice) (?:\p{L}+ )?(?:is |that's )?(?:playing |coming )?(?:in the background|from (?:outside|upstairs|next door))(?: here)?\b/iu,
    /\b(?:newest|latest|most recent|current(?:ly)?) (?:\p{L}+ ){0,3}?(?:model|version|release|phone|iphone|console|champion|record|ceo|president|prime minister|price|episode)\b(?=.*\b(?:cost|price|today|now|to date|as of|name)\b)/iu,
  ],
  de: [
    /^(?:bitte |kannst du )*(?:ruf|rufe) (?!.{0,30}(?:aus|hervor))(?:\p{L}+ ){1,4}an(?!\p{L})|(?<!\p{L})(?:in der nähe|hier in der (?:nähe|gegend))(?!\p{L})/iu,
    /^(?!.*(?<!\p{L})(?:(?:kann|könnte|soll|sollte|würde) (?:ich|man)|bis heute|heute noch|noch heute|heutzutage|erkläre?|unterschied\p{L}*|gerichte?|rezepte?|gerade\p{L}* (?:zahl|linie)|ungerade|der satz|übersetze?)(?!\p{L}))(?!.*(?<!\p{L})(?:du|dich|dir|dein\p{L}*)(?!\p{L}))(?=.*\?|(?:bitte |kannst du |hey,? )*(?:sag|nenn|zeig|such|finde|prüf|schau|check|gib)\p{L}*(?!\p{L})).*(?<!\p{L})(?:heute|gerade|jetzt|derzeit|momentan|im (?:moment|augenblick)|zur ?zeit|aktuell\p{L}*|gestern|(?<!guten |am )morgen(?! ?s)|(?:diese|nächste|letzte)[nsr]? (?:woche|nacht|monat|wochenende|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag))(?!\p{L})/iu,
  ],
  es: [
    /^(?:por favor,? |puedes )*(?:llama|llámame|avísame|escribe a|manda) (?:a )?(?:mi|mamá|papá|un taxi|al?)(?!\p{L})|(?<!\p{L})(?:por aquí|cerca|más cercan[oa])(?!\p{L})(?=.*\?)/iu,
    /^(?!.*(?<!\p{L})(?:(?:puedo|podría|debo|debería|podemos) |hoy en día|por la mañana|de la mañana|la mañana|explica\p{L}*|diferencia|recetas?|traduce)(?!\p{L}))(?!.*(?<!\p{L})(?:has|tienes|estás|eres|te|tus?|hiciste|haces|harás|vas)(?!\p{L}))(?=.*\?|(?:dime|busca|muéstrame|dame|averigua|consulta|revisa|mira)(?!\p{L})).*(?<!\p{L})(?:hoy|ahora|ayer|anoche|mañana|en este momento|actualmente|esta (?:noche|semana|tarde)|este (?:mes|fin de semana)|(?:última|pasada|próxima) semana)(?!\p{L})/iu,
  ],
  fr: [
    /^(?:s'il te plaît,? |peux-tu )*(?:appelle|préviens|téléphone à) (?:ma|mon|mes|un taxi|maman|papa|le|la)(?!\p{L})|(?<!\p{L})(?:près d'ici|le plus proche|la plus proche|dans le coin)(?!\p{L})(?=.*\?)/iu,
    /^(?!.*(?<!\p{L})(?:(?:puis-je|peut-on|pourrais-je|devrais-je|dois-je)|de nos jours|explique\p{L}*|différence|recettes?|tradui\p{L}+)(?!\p{L}))(?!.*(?<!\p{L})(?:tu|toi|te|ton|ta|tes|-tu)(?!\p{L}))(?=.*\?|(?:dis|donne|cherche|montre|trouve|vérifie|regarde)(?:-moi)?(?!\p{L})).*(?<!\p{L})(?:aujourd'hui|maintenant|en ce moment|actuellement|demain|hier|ce (?:soir|matin|week-end|mois)|cette (?:semaine|nuit|année)|la semaine (?:prochaine|dernière))(?!\p{L})/iu,
  ],
};

/** A file by its name, to be read. */
export const namedFile =
  /^(?:please |can you |could you |hey,? )*(?:read|open|load|look (?:at|into|through)|go through|check|summari[sz]e|analy[sz]e|use|using|from|in|according to|based on|take|import|parse|describe|transcribe|listen to|watch|play|review|proofread|edit|correct|translate|print|convert|compress|rename|delete|move|copy|count|find|extract|what|how|which|who|lies|öffne|fasse|abre|lee|resume|ouvre|résume)\b.*?(?<![\p{L}\d/.])([\p{L}\d][\p{L}\d_()-]*\.(?:xlsx?|csv|tsv|pdf|docx?|pptx?|odt|png|jpe?g|gif|heic|webp|mp[34]|m4a|wav|mov|avi|zip|txt|parquet))(?![\p{L}\d])/iu;
