import { z } from 'zod';
import { askedByWords, unaskableBy } from './askedVoices';
import { asksHow, asksToMake, askingWords, handsOver } from './askingWords';
import { deeds, handiwork } from './deeds';
import { passed, rejected, textFilter, type Subject } from './filter';
import { foundIn, type Lexicon } from './lexicon';
import { live, namedFile } from './live';
import { onlyRefers } from './onlyRefers';
import { lifeIn } from './personalQuestion';
import { standings, unseen } from './standings';

const fields = {
  needsWorld: z
    .boolean()
    .default(true)
    .describe(
      'Reject instructions that need what is not there: today\'s date or news, the web, a device, the surroundings of whoever asks or hands in the world ("What is the weather like right now?", "Mow the lawn."), and pairs whose instruction speaks of a text, a picture or a file that neither it nor its input holds. In English, German, Spanish and French.',
    ),
  unaskableBy,
};

const changing =
  '(?:weather|temperature|forecast|rain|snow|score|scores|match|game|news|headlines?|prices?|stocks?|stock market|exchange rates?|rates?|traffic|open|playing|showing|trending|flights?|tickets?|concerts?|events?|air quality|moon|sunrise|sunset|holiday|date|day of the week|time is it|lottery|in theaters|in cinemas|on tv|happening|won|win|population|wind|humidity|sunny|cold|hot|warm)';
const now =
  "(?:today(?:'s)?|tonight|right now|at the moment|at this moment|currently|tomorrow(?:'s)?|yesterday(?:'s)?|last night(?:'s)?|(?:this|next|last|past) (?:week(?:end)?|month|morning|afternoon|evening|night|monday|tuesday|wednesday|thursday|friday|saturday|sunday)(?:'s)?|as of (?:now|today)|these days|in the (?:last|past) (?:few )?(?:days|hours|24 hours|week|month)|now(?=\\W*$)|now in)";

const inTime: Lexicon = {
  en: [
    new RegExp(`\\b${changing}\\b.{0,60}\\b${now}|\\b${now}.{0,40}\\b${changing}\\b`, 'iu'),
    /\b(?:today's (?:date|weather|news|headlines|temperature|forecast|exchange rate|stock|price|date and|horoscope|newspaper|top|lottery|game|match|special|menu)|the (?:current|present|exact) (?:date|time|day|year|month|weather|temperature)|what (?:day|date|time|year|month) is (?:it|today)(?!.*\b(?:when|if)\b)|(?:day|date|month|year) is (?:it|today)|what(?:'s| is) (?:the )?(?:date|time|weather|temperature)(?: (?:like|today|now|outside|there|here|forecast))*(?: in (?!(?:the )?(?:spring|summer|autumn|fall|winter)|[\p{L} ]+ in )[\p{L} ,.]+| for [\p{L} ,.]+)?\s?\?)/iu,
    /\bcurrent(?:ly)? (?:[\p{L}'-]+ ){0,2}?(?:stock prices?|stock|share price|prices?|exchange rates?|interest rates?|inflation(?: rate)?|unemployment(?: rate)?|mortgage rates?|gas prices?|president|prime minister|chancellor|monarch|king|queen|pope|ceo|mayor|governor|champions?|world record holder|record holder|leader(?:s|board)?|standings|rankings?|events|affairs|news|headlines|status of|state of the (?:war|market|economy|conflict|pandemic)|population|location|version|net worth|value of (?:the|a|one|bitcoin)|top \p{L}+|number one|bestsell\p{L}+|members of (?:the )?(?:cabinet|senate|government)|trending|in theaters|traffic)\b/iu,
    /\b(?:latest|newest|most recent|breaking|recent) (?:[\p{L}\d'-]+ ){0,3}?(?:news|headlines?|versions?|release|updates?|developments?|scores?|results?|papers?|research|studies|statistics|figures|iphone|model|movies?|films?|episode|season|albums?|single|videos?|tweets?|posts?|polls?|reports?|findings|data|election|match|game|earthquakes?|breakthroughs?|advances|events|reviews|trends?|laws?|regulations?|guidelines)\b/iu,
    /^(?:is|are|was|were|will|did|has|have|do|does|who|who's|what|what's|which|when|where|how|how's|tell|report|find|give|show|check|list|name)\b(?! me now)(?!.{0,40}\b(?:should|could|can i|tips|advice|ideas|recipe|compared|as opposed|study))(?:.*\b(?:right now|at the moment|this (?:week|weekend|month|morning|afternoon|evening)|last night|yesterday|tomorrow|so far this|as of now|on the radio|on tv|these past)\b|.*\b(?:now|yet|tonight|outside)[^\p{L}]*$|(?<=^(?:is|are|will|did|has|have|who)\b).*\btoday[^\p{L}]*$)/iu,
    /\b(?:what(?:'s| is)|how(?:'s| is)|tell me|check) (?:the )?(?:traffic|score|wifi|queue|surf)\b|\bis it (?:raining|snowing|sunny|windy|foggy|dark|hot|cold|cloudy)\b(?! (?:in (?:january|winter|summer|the)|or))|\bnew on (?:netflix|hulu|spotify|disney|youtube|amazon)|\b(?:next|last) (?:train|bus|flight|ferry|metro|subway|game|match|eclipse|full moon|episode|season|meeting|appointment|launch)\b(?=.{0,40}(?:\?|leave|depart|arrive|start|come|is|$))|^(?:is|are|when (?:does|do|will)|what time (?:does|do|will)|until when)\b.{2,50}\b(?:open|closed?|leave|depart|arrive|air|in stock|available|sold out|cancell?ed|delayed)\b(?!.{0,30}\b(?:set|interval|system|circuit|source|source code|switch|function)\b)/iu,
    /\b(?:billboard(?: chart)?|box office|standings|league table|bestseller list|top charts|charts)\b.*\b(?:this|now|current|today)\b|\b(?:tele)?phone number (?:of|for) (?:the|my) |\b(?:gas|petrol|house|rent|ticket|hotel|flight) prices? (?:are )?(?:near|in|at|from|to)\b(?!.*\b(?:19|20)\d\d)|\bcompare (?:the )?prices\b(?! in the (?:table|list|text))(?!.*\d)|\bonline (?:shops?|stores?|retailers?)\b(?=.*\bprices?\b)|\bprices?\b.*\bonline (?:shops?|stores?|retailers?)\b/iu,
    /\bhow (?:many|much) (?:days|weeks|months|hours|time)(?: are| is)?(?: left| remain(?:ing|s)?| there)?(?: left)? (?:until|till|before|to go)\b|\bhow long (?:is it )?until (?!the|you|it)\b/iu,
    /\b(?:trending (?:topics?|hashtags?|on|right)|stock price of|price of (?:bitcoin|gold|oil|gas)\b(?! (?:affects?|in (?:19|20)))|who won (?:the )?(?:.{0,40} )?(?:last night|yesterday|this year)|what happened in the (?:world|news)(?!.*\b(?:on the day|in (?:19|20)\d\d|when)\b)|in the news\b(?!.*\b(?:on the day|in (?:19|20)\d\d)))/iu,
    /\bhow much (?:is|does|do|are) .{1,60} (?:cost |worth )?(?:today|now|next week|right now|at (?:amazon|walmart|ikea|target))\b/iu,
  ],
  de: [
    /(?<!\p{L})(?:welche[rsn]? (?:datum|tag|wochentag|jahr|monat) (?:ist|haben wir) (?:heute|gerade|jetzt)|wie spät ist es|wie viel uhr ist es|wie (?:ist|wird) das wetter|wetter(?:bericht)? (?:für |von )?(?:heute|morgen|jetzt)|(?:aktuelle[nrsm]?|neueste[nrsm]?|letzte[nrs]?|heutige[nrsm]?) (?:\p{L}+ ){0,1}(?:nachrichten|schlagzeilen|aktienkurs|kurs|preis|wechselkurs|wetter|uhrzeit|datum|version|präsident|bundeskanzler|temperatur|lage|stand)|wer hat (?:gestern|heute|letzte nacht) .{0,30}gewonnen|wie viele tage (?:sind es )?(?:noch )?bis)(?!\p{L})/iu,
  ],
  es: [
    /(?<!\p{L})(?:qué (?:hora es|día es hoy|fecha es|tiempo hace|tiempo hará)|cuál es la fecha|(?:clima|tiempo|noticias|titulares|precio|temperatura|pronóstico) (?:\p{L}+ ){0,3}(?:de hoy|hoy|actual(?:es)?|ahora|mañana|de mañana)|últimas noticias|noticias (?:más )?recientes|(?:actual presidente|presidente actual)|quién ganó .{0,30}(?:ayer|anoche)|cuántos días faltan)(?!\p{L})/iu,
  ],
  fr: [
    /(?<!\p{L})(?:quelle heure est-il|quel jour (?:sommes-nous|est-on)|quelle est la date|quel temps (?:fait-il|fera-t-il)|météo (?:\p{L}+ ){0,3}(?:aujourd'hui|de demain|du jour|demain|actuelle)|dernières (?:nouvelles|actualités|infos)|(?:cours|prix|président|premier ministre) actuel|actualités? (?:du jour|récentes?)|qui a gagné .{0,30}hier|combien de jours (?:reste-t-il )?(?:avant|jusqu))(?!\p{L})/iu,
  ],
};

const inSurroundings: Lexicon = {
  en: [
    /^(?:please |can you |could you |would you |hey,? |ok,? )*(?:search|browse|surf|look (?:on|through|in)) (?:the |on the )?(?:web|internet|online|google|net|wikipedia|youtube|amazon|my )|^(?:please |can you |could you )*(?:search|google|look up|look|find|check|go) .{0,80}\b(?:online|on the (?:web|internet|net)|on (?:google|youtube|amazon|wikipedia|twitter|ebay|reddit)|from the (?:web|internet))\b|^(?:please |can you |could you )*(?:visit|open|browse|go to|navigate to|access|log ?in ?to|click(?: on)?|download|upload|scan|check out) (?:the |this |my |a |on |in )?(?:[\p{L}\d.'-]+ ){0,4}?(?:website|web ?page|page|site|link|url|homepage|browser|app|file|folder|account|dataset|inbox|article|\S+\.(?:com|org|net|io|gov|edu|pdf|docx?|xlsx?|csv|txt|jpe?g|png|mp[34]|zip|json))\b/iu,
    /\b(?:give|send|show|get|find|provide|share)(?: me| us)? (?:a |the |me )?(?:[\p{L}'-]+ ){0,4}?(?:links?|urls?) (?:to|for|of)\b|\band give me the (?:link|url)\b|\b(?:youtube|tiktok) video (?:on|about|of)\b.{0,40}\blink\b/iu,
    /^(?:please |can you |could you |hey,? )*(?:set|start|stop|cancel|snooze|turn on|turn off|turn up|turn down|switch on|switch off|dim|lock|unlock|play|pause|skip|call|text|phone|dial|message|remind me|wake me|book(?: me)?|order(?: me)?|buy(?: me)?|reserve(?: me)?|pay|print|send|forward|post|tweet|upload|schedule|add) (?:an? |the |some |my |me |up |on |off |this |in |to |for |of |mom|mum|dad)*(?:[\p{L}\d'-]+ ){0,4}?(?:alarm|timer|reminder|lights?|lamp|heating|thermostat|tv|music|song|playlist|volume|door|call|mom|mum|dad|e-?mail|message|text|table|flight|ticket|tickets|hotel|room|taxi|cab|uber|ride|pizza|appointment|meeting|calendar|shopping list|to-?do list|bill|document|tweet|instagram|facebook|twitter|me (?:at|in|when|up|to))\b(?! in (?:python|java|sql|html))/iu,
    /\b(?:near|around|close to|closest to|nearest to) (?:me|my (?:house|home|location|office|place|hotel)|here|us)\b|\bnearby\b(?=.*\?|$)|\bin my (?:area|neighbou?rhood|city|town)\b(?=.*\?)|\bto my (?:current )?(?:location|position)\b|\bnearest (?:[\p{L}-]+ ){0,3}?(?:station|hospital|pharmacy|store|restaurant|atm|bank|shop|supermarket|airport|cafe|café|hotel|park|gym)\b/iu,
    /^(?:did (?:i|my)|(?:is|has|will|are|have|was|were|how(?:'s| is| are)) my (?:package|order|flight|train|bus|parcel|team|stocks?|portfolio|mail|delivery|friends?|website|server|application|battery|phone)|which of my|how many .{1,40} (?:my|did i|do i|have i)|what did i|when did i|where did i|who did i|who (?:called|texted|emailed) me)\b|\bhow(?:'s| is| are)? my (?:stocks?|portfolio|website|team|investments?)\b|\b(?:read|check|show|summari[sz]e|find|open|delete|reply to|answer|play|forward|print|translate)(?: me)? my (?:last|latest|next|previous|most recent|new|unread)\b|\bmy (?:last|latest|most recent) (?:[\p{L}]+ )?(?:e-?mail|message|post|tweet|photo|payslip|test|exam|order|purchase|call)\b(?=.*\?|$)|\b(?:shirt|shoes|hat|jacket|dress|watch|glasses|outfit) i(?:'m| am) wearing\b|\b(?:closest|nearest) (?!to\b|integer|whole|neighbou?rs?|hundred|ten|tenth|relative|living|star|planet|galaxy|point|thousand|exit|square|prime|multiple|value)\p{L}+|\bshared (?:drive|folder)\b/iu,
    /\bwhere am i\b|\bwhat am i (?:wearing|holding|doing|looking at|thinking|eating|sitting on)\b|\bmy (?:current )?location\b|\bhow many (?:fingers|people|chairs|windows|books|objects|items) .{0,30}\b(?:in (?:this|the|my) room|am i holding|on my (?:desk|table|shelf))|\bin (?:this|my) room\b|\b(?:look|looking) (?!at (?:(?:the|this|these|those|that|an?|my|following|two|three) )*(?:[\p{L}-]+ )?(?:sentences?|texts?|words?|paragraphs?|passages?|numbers?|equations?|code|lists?|examples?|tables?|phrases?|poems?|lines?|functions?|sequences?)\b)(?:out of|out|around|at) (?:of )?(?:the |your |my |me|you)?\s?(?:window|room|surroundings)?\b(?=.*(?:describe|tell|see|what|count|\.))|(?<!\b(?:if|when) .*)\bwhat (?:do|can) you (?:see|hear|smell)\b(?! (?:as|in (?:the (?:future|following)|these|this (?:sentence|text|data)))|.*\b(?:role|trends?|benefits?|advantages?|pattern|future)\b)|\boutside (?:your|my|the) window\b|\bin front of (?:you|me)\b/iu,
    /\b(?:how many|which|what|any|read|check|show|summari[sz]e|delete|find|sort|list|organi[sz]e|open|search) .{0,40}?\b(?:unread (?:e-?mails?|messages?)|my (?:inbox|calendar|schedule(?= (?:today|tomorrow|for|this))|e-?mails?|contacts|photos?|photo album|call log|browser history|browsing history|search history|bank account|account balance|playlist|voicemail|messages|desktop|hard drive|downloads?|phone|computer|camera roll|screen|fridge|refrigerator|pantry|closet|wardrobe|bookshelf|desk|pocket|bag|garden|blood type|blood pressure|heart rate|password|ip address|birthday|age|name|notifications?))\b(?! (?:because|if|is|are|has|have|using|with|and|without|from being|so))|\bwhat(?:'s| is) (?:in|on) my\b|\bwhat(?:'s| is) my (?:name|age|ip|birthday|favou?rite|blood|account|phone|location|address|heart|mother's|dog's|cat's)\b/iu,
  ],
  de: [
    /(?<!\p{L})(?:in meiner nähe|such(?:e|en sie)? (?:im (?:internet|netz|web)|online|bei google)|öffne (?:die|den|das) (?:datei|webseite|website|link|ordner)|stell(?:e)? (?:einen|den|mir einen) (?:wecker|timer)|wo bin ich|in meinem kühlschrank|schalte? das licht|was siehst du)(?!\p{L})/iu,
  ],
  es: [
    /(?<!\p{L})(?:cerca de (?:mí|aquí|mi casa)|busca (?:en (?:internet|la web|google)|en línea)|abre (?:el|la) (?:archivo|página|enlace|carpeta)|pon una alarma|dónde estoy|qué ves|en mi nevera|enciende la luz)(?!\p{L})/iu,
  ],
  fr: [
    /(?<!\p{L})(?:près de (?:chez moi|moi|ici)|(?:cherche|recherche|cherchez) (?:sur (?:internet|le web|google)|en ligne)|ouvre (?:le|la) (?:fichier|page|lien|dossier)|mets une alarme|où suis-je|que vois-tu|dans mon frigo|allume la lumière)(?!\p{L})/iu,
  ],
};

/** Pictures, sounds and files: also where they are handed over, a text is not them. */
const thing =
  '(?:images?|photos?|photographs?|pictures?|screenshots?|videos?|clips?|audio(?: (?:file|recording|clip))?|recordings?|podcast|pdf|files?|spreadsheets?|scans?|attachments?|slides?|powerpoint|floor ?plan|drawing|painting)';
/** Texts and data, which an input may be. */
const text =
  '(?:articles?|passages?|paragraphs?|texts?|essays?|documents?|reports?|contracts?|e-?mails?|letters?|reviews?|stor(?:y|ies)|poems?|sentences?|conversations?|dialogues?|transcripts?|excerpts?|snippets?|code|code snippet|datasets?|data(?: set)?|tables?|charts?|graphs?|diagrams?|maps?|lists?|resumes?|résumés?|cv|cover letter|notes?|tweets?|comments?|statements?|abstracts?|memos?|minutes|lyrics|quotes?|headlines?|papers?|survey (?:data|results|responses)|feedback|invoice|receipts?|logs?|words|numbers|information|instructions|description)';

const given =
  '(?:(?:the |this |these |my |our |two |three |both )*(?:following|attached|enclosed|uploaded|given|provided|pasted|linked|included|accompanying|above|below)(?: \\p{L}+){0,2}?)';

const missing: Lexicon = {
  en: [
    /\b(?:attached|enclosed|uploaded|pasted)\b(?! (?:to (?:the|a|an|each|your)|at|with a|earlobes))|\bthe attachment\b|\b(?:i|i've|i have|that i) (?:just )?(?:sent|shared|attached|uploaded|pasted|gave|provided|posted|linked)(?: (?:to )?you)?\b|https?:\/\/\S+/iu,
    new RegExp(
      `\\b${given} ${thing}\\b|\\b(?:in|of|from) (?:this|the) (?:photo|photograph|picture|image|screenshot|video|recording|clip|spreadsheet|pdf)\\b|\\b(?:transcribe|describe|caption|crop|resize|enhance|edit|analy[sz]e|watch|listen to|open|convert|play) (?:the|this|these|my) ${thing}\\b(?! (?:of|that)\\b)`,
      'iu',
    ),
    new RegExp(
      `\\b${given} ${text}\\b|\\b${text} (?:given |provided |shown |pasted |written )?(?:below|above)\\b|\\b(?:above|below)-mentioned ${text}`,
      'iu',
    ),
    new RegExp(
      `^(?:please |can you |could you |help me (?:to )?)*(?:summari[sz]e|proofread|translate|paraphrase|rewrite|rephrase|edit|correct|shorten|condense|simplify|analy[sz]e|classify|categori[sz]e|read|review|critique|debug|fix|refactor|extract .{1,40}? (?:from|in)|identify .{1,40}? (?:in|from|of)|find .{1,40}? (?:in|from)|highlight .{1,40}? in|count .{1,40}? in|list .{1,40}? (?:in|from|mentioned in)|label|tag|sort|alphabeti[sz]e|punctuate|continue|finish|complete|format|reformat|reorgani[sz]e|check|determine .{1,40}? of|detect .{1,40}? (?:in|of)|answer the questions? .{0,20}?(?:based on|using|from|about)|based on|according to|using|given) (?:the (?:contents? of |tone of |grammar of |main points? (?:of|from|in) |key points? (?:of|from|in) )?|this |these |that |my (?:latest )?)${text}\\b(?! (?:of |by |from |that |which |about |on |in (?:the )?(?:bible|book|novel|play|movie|film|style)|called|titled|structure|types?|quality|limit))`,
      'iu',
    ),
    new RegExp(
      `\\bwhat (?:does|do|did|is) (?:the|this|that|these|my) (?:[\\p{L}'-]+ )?(?:${text}|${thing})(?: (?:from|by|of|about) .{1,30}?)? (?:say|show|mean|tell|contain|conclude|recommend|look like|about)\\b`,
      'iu',
    ),
    new RegExp(`\\b(?:this|these) ${text}\\b(?! (?:of|that|is|will|should) )`, 'iu'),
    new RegExp(
      `^(?:please |can you |could you )*(?:here(?:'s| is| are) (?:my|the|an?|our)|(?:fix|check|proofread|grade|review|rate|improve|edit|correct|debug|optimi[sz]e|shorten|translate|summari[sz]e|rewrite|critique|evaluate|score|polish|analy[sz]e)(?: the (?:\\p{L}+ )?(?:bugs?|errors?|grammar|spelling|mistakes?|style|tone)(?: of| in)?)? (?:my|the|our)|(?:calculate|compute|find|count|get) .{1,50} (?:of|in|from) my) (?:[\\p{L}'-]+ )?${text}\\b(?! (?:of|by|from|about|on how|skills?|writing))|\\b(?:in|of|from) my (?:spreadsheet|document|essay|code|report|data|dataset|table|paper|text|poem|story)\\b|\\b(?:story|essay|poem|text|code|e-?mail|letter|list) (?:that )?i (?:started|wrote|sent|made|began|drafted)\\b|\\bmy spreadsheet\\b`,
      'iu',
    ),
    /\b(?:in|of|from|to|at|use|using|look at) the (?:passage|text|article|paragraph|excerpt|table|chart|graph|picture|image|photo|photograph|video|document|spreadsheet|transcript|diagram)\b(?! (?:of|by|from|on|about|called|that|which|editor|message|file|tag|field|box|element|column|object)\b)|^(?:describe|interpret|explain|analy[sz]e|caption) the (?:chart|table|graph|diagram|map|picture|image|photo|figure|plot)\s?[.?!]?$/iu,
    // Which sentence has the most vowels?
    /^(?:so |and )?which (?:sentence|word|person|one|option|statement|answer|picture|item|number|line|phrase|paragraph) (?:is|has|was|does|contains|would|fits|belongs|comes)(?!\p{L})(?!.*(?:[,:;]|\bor\b|[.?!] |\bever\b|\b(?:in|of) (?:the )?(?:english|french|german|spanish|language|dictionary|alphabet|world|history|bible)))/iu,
    /\bthe next (?:sentences?|paragraph|text|passage|question)(?! (?:of|in)\b)/iu,
    // Which of these is not a lie? Choose the song that has the most points.
    /^(?:so |and |please )*(?:which|what|who|how many|how much)(?: one| \p{L}+)? of (?:these|those|the (?:two|three|four|following|options|above|choices))(?!\p{L})(?!.*(?:[,:;]|\bor\b|[.?!] ))|^(?:please )?(?:choose|select|pick(?: out)?|circle|underline|mark|tick) (?:the|one|all|two|three)(?: of the)? (?:correct|right|best|wrong|odd|true|false|following|(?:[\p{L}-]+ ){1,3}?(?:that|which|who))(?!\p{L})(?!.*(?:[,:;]|\bor\b|[.?!] ))(?!.*\b(?:way|method|approach|time|place|option|tool|words?|name|gift|food) (?:to|for)\b)/iu,
    /^[^.?!:,;]*\b(?:(?:the following|these|those)(?: \p{L}+){0,3}|(?:based on|about|from|using) (?:this|these|the given|the) (?:topic|topics|fact|facts|idea|theme|clues|hints|picture|comic(?: strip)?|product|person|character)|fill in the (?:blanks?|gaps?)|(?:match|sort|order|arrange|rank|number) (?:the|these|those) (?:\p{L}+ ){0,2}?(?:words|names|items|events|sentences|pictures|numbers|steps|objects)(?: (?:in|by|with|from|to|into|alphabetically)\b[^.?!:,;]*)?|describ(?:e|ing) the (?:scene|setting|characters?|people|man|woman|events?|situation|object))\s?[.?!]?$/iu,
    new RegExp(
      `\\b(?:based on|according to|using|from) the (?:passage|article|paragraph|document|excerpt|table|chart|dataset|spreadsheet|transcript|conversation)\\b`,
      'iu',
    ),
  ],
  de: [
    /(?<!\p{L})(?:angehängte[nmrs]?|beigefügte[nmrs]?|hochgeladene[nmrs]?|(?:der|die|das|den|dem) (?:folgende[nrsm]?|obige[nrsm]?|gegebene[nrsm]?) (?:text\p{L}*|artikel\p{L}*|satz\p{L}*|sätze|absatz|abschnitt|e-?mail|gedicht|code|tabelle|bild|daten|liste|dokument)|(?:folgende[nrsm]?) (?:text|artikel|satz|sätze|absatz|abschnitt|e-?mail|gedicht|code|tabelle|bild|daten|liste|dokument))(?!\p{L})/iu,
  ],
  es: [
    /(?<!\p{L})(?:adjunt[oa]s?|(?:el|la|los|las) siguientes? (?:texto|artículo|párrafo|oración|oraciones|frases?|correo|poema|código|tabla|imagen|datos|lista|documento|pasaje)|(?:texto|artículo|párrafo|documento|pasaje) (?:anterior|de arriba|de abajo|proporcionado))(?!\p{L})/iu,
  ],
  fr: [
    /(?<!\p{L})(?:ci-jointe?s?|en pièce jointe|(?:le|la|les) (?:texte|article|paragraphe|phrases?|courriel|poème|code|tableau|image|données|liste|document|passage) (?:suivante?s?|ci-dessous|ci-dessus))(?!\p{L})/iu,
  ],
};

/** What is said about programs and forms holds what it speaks of only when it is used. */
const speaksOfUse =
  /\b(?:functions?|programs?|scripts?|method|algorithm|regex|regular expression|quer(?:y|ies)|class|command|formula|macro|template|code (?:to|that|for))\b/iu;
const fiction =
  /\b(?:poem|story|stories|haiku|limerick|novel|dialogue|scene|joke|riddle|slogan|fictional|imaginary|imagine|pretend|suppose|history of|role-?play)\b/iu;

/** "How did the market close yesterday?" asks what happened, and not how something is done. */
const asksWhatHappens =
  /^(?:how|wie (?:wird|ist|war)|tell me how|give me|why (?:is|are|does) my|what(?:'s| is| are) the best)\b(?! (?:can|could|should|would|do i|do you|do we|to)\b)/iu;

/** Instructions that need the time, the web, a device or a place. Silent in languages of which there are no words here. */
export const needsWorld = textFilter({
  name: 'needsWorld',
  version: 8,
  stage: 'instruction',
  later: 'messages',
  fields,
  isOn: (settings) => settings.needsWorld,
  check(subject, settings) {
    const { instruction, language, before = [] } = subject;
    const asked = askingWords(instruction);
    // "Read a novel", and no story of somebody who does.
    const done = foundIn(asked, language, handiwork);
    if (done !== undefined) return rejected(`needs what nobody tells here: "${done}"`);
    if (isInvented(subject)) return passed;
    // Later in a conversation, what was said before is what it speaks of.
    const eyed = before.length > 0 ? undefined : foundIn(asked, language, unseen);
    if (eyed !== undefined) return rejected(`speaks of what nobody sees: "${eyed}"`);
    for (const sentence of asked.split(/(?<=[.?!]) /u)) {
      const found =
        foundIn(sentence, language, handiwork) ??
        (asksToMake(sentence) ? undefined : worldIn(sentence, language));
      if (found !== undefined) return rejected(`needs what nobody tells here: "${found}"`);
      // "The train leaves at 9:10 and takes 50 minutes. When does it arrive?" brings along what it needs.
      if (/\d/u.test(sentence)) break;
    }
    return settings.unaskableBy === 'words' ? askedByWords('needsWorld', subject) : passed;
  },
});

/** Whether it is about a world that is made up. */
export const isInvented = ({ instruction }: Pick<Subject, 'instruction'>): boolean =>
  fiction.test(askingWords(instruction));

function worldIn(sentence: string, language: string): string | undefined {
  // "What are you wearing right now?" is another filter's.
  if (lifeIn(sentence, language) !== undefined) return undefined;
  const standing = foundIn(sentence, language, standings);
  if (standing !== undefined) return standing;
  if (asksHow(sentence))
    return asksWhatHappens.test(sentence) ? foundIn(sentence, language, live) : undefined;
  return (
    foundIn(sentence, language, inTime) ??
    foundIn(sentence, language, inSurroundings) ??
    foundIn(sentence, language, deeds) ??
    foundIn(sentence, language, live) ??
    (speaksOfUse.test(sentence) ? undefined : namedFile.exec(sentence)?.[1])
  );
}

/** Pairs whose instruction speaks of something that neither it nor the input holds. */
export const missingInput = textFilter({
  name: 'missingInput',
  version: 4,
  stage: 'pair',
  later: 'nothing',
  fields,
  isOn: (settings) => settings.needsWorld,
  check({ instruction, input, language }) {
    const reference = onlyRefers(instruction, input);
    if (reference !== undefined) return rejected(`has an input that is not there: "${reference}"`);
    if (input.trim() !== '' || handsOver(instruction)) return passed;
    const asked = askingWords(instruction);
    if (speaksOfUse.test(asked) || asksHow(asked)) return passed;
    const found = foundIn(asked, language, missing);
    return found === undefined ? passed : rejected(`speaks of what is not there: "${found}"`);
  },
});
