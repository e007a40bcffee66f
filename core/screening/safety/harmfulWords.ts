import type { Lexicon } from '../filters/lexicon';

/** Who is asked for help, in the first person or in general: what follows is wanted. */
const ask =
  "(?:how (?:do|does|can|could|would|should|might|to)\\b|(?:best|quickest|fastest|easiest|safest|cheapest|good|right|most \\p{L}+|least \\p{L}+) (?:way|method|time|place|ways|methods)s? (?:to|of|for)\\b|ways? (?:to|of)\\b|(?:tips?|tricks?|advice|ideas?|instructions?|steps?|guide|tutorial|plan|script|recipe|method|strategy|strategies|code|program) (?:for|on|to|of|that)\\b|(?:help|teach|show|tell|let) (?:me|us)\\b|i (?:want|need|would like|plan|intend|am going|'d like) to\\b|i'm going to\\b|(?:explain|describe|outline|list|give|write|draft|create|make|design|develop|compose|generate|provide|suggest|where can (?:i|we)|where do i|can (?:i|you)|is it possible|what (?:is|are|do|should))\\b)";
const person =
  "(?:(?:my|our|his|her|their|your|the|an?|some|this|that|another|other|any|many|several|innocent|all|every|\\p{L}+(?:'s|s'))\\s+(?:[\\p{L}-]+\\s+){0,2}?(?:neighbou?rs?|wife|husband|spouse|boss|manager|ex|ex-\\p{L}+|girlfriend|boyfriend|partner|mother|father|parents?|brother|sister|sibling|son|daughter|roommate|flatmate|friend|colleagues?|co-?workers?|classmates?|teachers?|students?|pupils?|person|persons|people|man|woman|men|women|child|children|kid|kids|baby|babies|girl|boy|girls|boys|teen\\p{L}*|human|humans|victims?|stranger|strangers|police ?(?:wo)?m[ae]n|cops?|officers?|president|politician|minister|mayor|judge|journalist|celebrity|actress|actor|tourists?|crowd|employees?|customer|enem(?:y|ies)|bully|lover|rival|guard|homeless \\p{L}+|family|grandmother|grandfather|grandma|grandpa|uncle|aunt|landlord|dog|cat|pet)s?|somebody|someone|anybody|anyone|everybody|everyone|people|him|her|them|children|kids|women|immigrants|jews|muslims|strangers|civilians)(?![\\p{L}])";
const i = (source: string): RegExp => new RegExp(source, 'iu');

/** Sentences that are about protection, treatment, law, history, art or figures of speech: lists leave them to whoever understands them. */
export const harmlessContext: Lexicon = {
  en: [
    /\b(?:prevent\p{L}*|protect\p{L}*|defend\p{L}*|defen[cs]e|detect\p{L}*|recogni[sz]\p{L}+|avoid\p{L}*|spot (?:a|the)|treat(?:ment|ed)?|cure|histor\p{L}+|medieval|ancient|novel|fiction\p{L}*|fantasy|film|movie|play about|short story|crime story|thriller|detective|villain|(?:video |board |computer )?games?|minecraft|fortnite|gta|call of duty|chess|basketball|football|soccer|laws?|legal\p{L}*|punish\p{L}*|penalt\p{L}+|(?:warning|safety|awareness) \p{L}+|symptoms?|signs? (?:of|that)|fight against|combat\p{L}*|counter\p{L}+|investigat\p{L}+|forensic\p{L}*|why (?:do|did|is|was|are|were)|consequences|effects? of|harms?(?= an?\b| the\b)|victims of|help a friend|awareness|idiom|metaphor|mean(?:s|ing)?\b(?=\W*(?:$|['"]|in ))|bacteria|virus(?:es)?(?= in the body)|cancer cells?|weeds?|insects?|mosquito\p{L}*|rats?|mice|ants|cockroach\p{L}*|germs|time(?=\W*$)|process(?:es)?|thread|daemon|program(?:me)?s? on|vibe|mood|lights?)\b/iu,
  ],
  de: [
    /(?<!\p{L})(?:verhinder\p{L}*|schütz\p{L}*|erkenn\p{L}*|vermeid\p{L}*|geschicht\p{L}*|roman|film|spiel\p{L}*|prozess\p{L}*|bakterien|unkraut|gesetz\p{L}*)(?!\p{L})/iu,
  ],
  es: [
    /(?<!\p{L})(?:prevenir|evitar|proteger\p{L}*|detectar|histori\p{L}+|novela|película|juego|proceso|bacterias|ley(?:es)?)(?!\p{L})/iu,
  ],
  fr: [
    /(?<!\p{L})(?:prévenir|éviter|protéger|détecter|histoire|roman|film|jeu|processus|bactéries|virus|lois?|glacée)(?!\p{L})/iu,
  ],
};

/**
 * What asks for harm in so many words, by the categories of the standard policy and by language. Precise rather than complete: a wish, and
 * what is done to whom. Written for this project.
 */
export const harmfulWords: Readonly<Record<string, Lexicon>> = {
  violence: {
    en: [
      i(
        `\\b(?:kill|murder|poison|assassinate|strangle|stab|shoot|torture|kidnap|abduct|behead|decapitate|hurt|injure|attack|ambush|drown|maim|assault|rape|mutilate|beat up|harm|suffocate|run over|set fire to|burn|choke|lynch|slap|punch|kick|execute|slaughter|(?:get|getting) rid of|shut up)(?:ing|ting|ning)? (?:up )?${person}`,
      ),
      i(
        `\\b(?:poisoning|murdering|killing|stabbing|torturing|kidnapping|ambushing|assassinating|shooting|raping|strangling|choking|hurting|injuring|mutilating|executing) (?:up )?${person}`,
      ),
      /\b(?:hit ?man to|get away with (?:murder|killing|stabbing|it after)|dispose of a (?:dead )?body|hide a (?:dead )?body|without (?:leaving (?:a trace|marks|evidence)|getting caught).{0,40}(?:kill|murder|poison|stab|hurt)|(?:threatens?|threatening) .{0,40} with (?:death|a knife|a gun)|death threats? (?:to|against|for)|mass (?:shooting|murder) (?:plan|at)|looks? like an accident|leaves? no marks)\b/iu,
    ],
    de: [
      /(?<!\p{L})(?:wie (?:kann|könnte|soll|töte|vergifte|ermorde|entführe|erwürge|verletze) ich|hilf mir|erklär\p{L}* mir).{0,60}(?:mann|frau|nachbar\p{L}*|chef\p{L}*|jemand\p{L}*|menschen|kind(?:er)?|freund(?:in)?|mutter|vater|kolleg\p{L}*|ex).{0,30}(?:vergift\p{L}*|töt\p{L}*|umbring\p{L}*|ermord\p{L}*|entführ\p{L}*|erwürg\p{L}*|verletz\p{L}*|erstech\p{L}*|verprügel\p{L}*)|wie (?:töte|vergifte|ermorde|entführe|erwürge|ersteche) ich (?:mein|ein|jemand)/iu,
    ],
    es: [
      /(?<!\p{L})(?:cómo|ayúdame a|quiero|forma de|manera de).{0,40}(?:matar|asesinar|envenenar|secuestrar|torturar|apuñalar|estrangular|herir|mato|enveneno|secuestro) a (?!un proceso|bacterias)/iu,
    ],
    fr: [
      /(?<!\p{L})(?:comment|aide-moi à|je veux|moyen de|façon de).{0,40}(?:tuer|assassiner|empoisonner|kidnapper|enlever|torturer|poignarder|étrangler|blesser) (?:quelqu'un|ma |mon |un (?:homme|enfant)|une (?:femme|personne)|des gens)/iu,
    ],
  },
  weapons: {
    en: [
      i(
        `${ask}.{0,60}?\\b(?:build|make|making|building|mak(?:e|ing) (?:my own|a)|construct|assembl\\p{L}*|creat\\p{L}*|synthes\\p{L}*|cultur\\p{L}*|produc\\p{L}*|cook(?:ing)?|get hold of|obtain|acquire|buy|purchase|detonat\\p{L}*|plant|spread|smuggle|develop|print|3d-?print)\\b.{0,40}?\\b(?:(?:pipe|nail|car|fertili[sz]er|dirty|nuclear|petrol|time|home ?made|letter|cluster|chemical|suicide)[- ]bombs?|(?:an?|the) (?!bath)(?:\\p{L}+ )?bombs?(?! (?:cocktail|shelter|disposal|cake|calorimeter|glac))|explosives?|grenades?|molotov(?: cocktail)?s?|nerve (?:agents?|gas)|mustard gas|sarin|vx\\b|ricin|chlorine gas|anthrax|smallpox|bio-?weapons?|chemical weapons?|biological weapons?|nuclear (?:weapon|device)s?|poison gas|napalm|thermite|silencers?|untraceable (?:gun|firearm|weapon)s?|ghost guns?|machine guns?|landmines?|detonators?|deadly (?:toxin|virus|poison)s?|illegal (?:guns?|weapons?|firearms?))`,
      ),
      /\b(?:(?:rifle|gun|pistol|weapon|ar-?15)\b.{0,20}\bfully[- ]automatic|fully[- ]automatic (?:rifle|gun|weapon|pistol)|auto sear|serial number off|without (?:a )?(?:background check|licen[cs]e)\b.{0,40}(?:gun|weapon|rifle|pistol|firearm)|(?:gun|weapon|rifle|pistol|firearm)s?\b.{0,40}without (?:a )?(?:background check|licen[cs]e|permit)|explosives? out of|bomb (?:at|in) (?:my|a|the) (?:home|school|kitchen|garage|station|airport|mall|church)|culture anthrax)\b/iu,
    ],
    de: [
      /(?<!\p{L})(?:bombe|sprengsatz|sprengstoff|rohrbombe|handgranate|molotowcocktail|nervengift|giftgas)(?!\p{L}).{0,30}(?:bau\p{L}*|herstell\p{L}*|bastel\p{L}*)|(?:bau\p{L}*|stell\p{L}*|bastel\p{L}*|mach\p{L}*) (?:ich |man |mir )?(?:zu hause )?(?:eine?n? )?(?:bombe|sprengsatz|rohrbombe|sprengstoff)/iu,
    ],
    es: [
      /(?<!\p{L})(?:fabricar|hacer|construir|hago|fabrico|armar) (?:una |un |unas )?(?:bomba (?!de (?:baño|agua|chocolate))|bomba\W*$|explosivos?|granadas?|cóctel molotov|gas nervioso|arma (?:química|biológica|casera))/iu,
    ],
    fr: [
      /(?<!\p{L})(?:fabriquer|construire|faire) (?:une |un |des )?(?:bombe (?!glacée|de bain|au chocolat)|bombe\W*$|explosifs?|grenades?|cocktail molotov|gaz (?:neurotoxique|sarin)|arme (?:chimique|biologique))/iu,
    ],
  },
  crime: {
    en: [
      i(
        `${ask}.{0,60}?\\b(?:break(?:ing)? into (?:a|an|my|someone|somebody|the|houses?|cars?|homes?|people)|burgle|rob (?:a|an|the|my|someone|people|him|her)|shoplift\\p{L}*|steal (?!the (?:show|scene)|(?:a )?bases?|home)(?:a|an|the|my|from|money|cars?|bikes?|someone|somebody|things|stuff|goods|clothes)|hot-?wir\\p{L}+|carjack\\p{L}*|launder\\p{L}* (?:the |my |some |dirty |drug |\\p{L}+ )?(?:money|cash)|smuggl\\p{L}+|traffic(?:king)? (?:people|humans|women|children|drugs|organs)|forg(?:e|ing) (?:a|an|the|my|documents?|signatures?|passports?|\\p{L}+ prescriptions?)|counterfeit\\p{L}*|evade (?:my |paying )?tax\\p{L}*|tax evasion|bribe|blackmail|extort|vandali[sz]e|burn(?:ing)? down|commit (?:arson|\\p{L}+ fraud|a crime|crimes?|murder)|(?:sell|buy|grow|cook|make|synthesi[sz]e|produce|get|smoke|snort)(?:ing)? (?:some |my own |illegal |pure )?(?:cocaine|heroin|meth|methamphetamine|crystal meth|crack(?: cocaine)?|ecstasy|mdma|lsd|fentanyl|illegal drugs|drugs (?:to|at|in|online|from)|ketamine|ghb|date[- ]rape drugs?)|fake (?:my|a|an) (?:tax return|id\\b|passport|prescription|death|licen[cs]e|diploma|money|insurance claim))`,
      ),
      /\b(?:hot-?wir(?:e|ing) a car|fake (?:id|passport|prescription)s? (?:that|to|for)|counterfeit (?:[\p{L}-]+ ){0,2}(?:notes|money|bills|dollars|euros?|bank ?notes)|make (?:fake|counterfeit) money|without (?:the )?authorit\p{L}+ (?:not )?notic\p{L}+|(?:do|does) not notice\W*$|illegal drugs (?:from|on)|shoplift from)\b/iu,
    ],
    de: [
      /(?<!\p{L})(?:wie (?:kann|könnte|soll) ich|hilf mir|wie (?:stehle|klaue|fälsche|schmuggle|koche|wasche) ich).{0,60}(?:stehl\p{L}*|klau\p{L}*|einbrech\p{L}*|fälsch\p{L}*|schmuggel\p{L}*|geld wasch\p{L}*|drogen|crystal meth|kokain|überfall\p{L}*)/iu,
    ],
    es: [
      /(?<!\p{L})(?:cómo|ayúdame a|forma de|manera de).{0,40}(?:robar (?!protagonismo)|hurtar|falsificar|contrabandear|lavar dinero|blanquear dinero|cocinar metanfetamina|vender drogas|fabricar drogas|atracar)/iu,
    ],
    fr: [
      /(?<!\p{L})(?:comment|aide-moi à|moyen de|façon de).{0,40}(?:voler (?:une? |dans |à |des )|cambrioler|falsifier|blanchir de l'argent|fabriquer de la (?:drogue|méthamphétamine)|vendre de la drogue|braquer)/iu,
    ],
  },
  fraud: {
    en: [
      /\b(?:(?:write|draft|create|make|compose|design|generate|help me (?:write|with))\b.{0,60}\b(?:phishing|scam) (?:e-?mails?|messages?|texts?|sites?|pages?|letters?|scripts?|calls?)(?! (?:test|training|awareness))|(?:trick|con|scam|swindle|defraud|cheat|deceiv\p{L}+|tricking|conning|scamming|swindling|defrauding|cheating)(?:ing)? (?:my |the |an? |some |old |elderly |vulnerable |lonely |\p{L}+ )?(?:people|elderly|grandm\p{L}+|grandp\p{L}+|customers?|pensioners?|investors?|insurance|old \p{L}+|seniors?|someone|somebody|them|widows?|buyers?)\b|(?:clone|steal|skim|cloning|stealing|skimming) (?:[\p{L}']+ ){0,3}(?:credit|debit|bank) cards?|credit card (?:numbers?|data|fraud) (?:to|so|without)|fake (?:charity|invoices?|lottery|five-?star|reviews|investment|\p{L}+ reviews|job offer|online shop)|pretend(?:s|ing)? to be (?:from )?(?:a |the |an? official )?(?:bank|tax office|irs|police|support|microsoft|charity|nigerian|paypal|government)|commit (?:\p{L}+ )?fraud|identity theft (?:on|of|against|without)|steal (?:\p{L}+ ){0,3}identity|pyramid scheme (?:that|to|for)|ponzi scheme (?:that|to))\b/iu,
    ],
    de: [
      /(?<!\p{L})(?:phishing-?(?:mail|nachricht|seite)|betrüg\p{L}+ (?:e-?mail|nachricht)|(?:ältere|alte) (?:menschen|leute) (?:betrüg|abzock|reinleg)\p{L}*|kreditkart\p{L}* (?:klon|stehl|kopier)\p{L}*)/iu,
    ],
    es: [
      /(?<!\p{L})(?:estafar a|correo de phishing que|clonar (?:una )?tarjetas?|hacerse pasar por (?:un|el) banco)/iu,
    ],
    fr: [
      /(?<!\p{L})(?:(?:courriel|e-?mail|message|mail)\b.{0,30}\b(?:hameçonnage|imite une banque|voler des mots de passe)|escroquer|arnaquer (?!et)|cloner une carte)/iu,
    ],
  },
  cyber: {
    en: [
      i(
        `${ask}.{0,70}?\\b(?:hack(?:ing)? (?:into )?(?:a|an|my|the|some|someone|somebody|people|his|her|their|\\p{L}+'s)\\b(?! (?:together|quick|life|prototype))|break(?:ing)? into (?:\\p{L}+'?s? ){0,3}(?:accounts?|computer|phone|server|network|e-?mails?|database|wi-?fi|system)|(?:steal|crack|harvest|phish|grab|sniff)(?:ing)? (?:the |my |a |people's |some |\\p{L}+'s |other |saved ){0,3}(?:passwords?|credentials|session|cookies|accounts?|wi-?fi|data (?:from|of))|keyloggers?|ransomware|(?:a |computer |new )(?:virus|worm|trojan) (?:that|to|which|for)|malware(?! (?:scan|protection|remov|analys))|botnets?|rootkits?|spyware (?:that|on|to)|(?:ddos|denial[- ]of[- ]service) (?:attack )?(?:(?:an?|my|the|someone)\\b|on\\b|against\\b)(?! (?:to|is|works?))|take down (?:a|the|my|someone|\\p{L}+'s) (?:\\p{L}+ )?(?:web ?site|server|network)|bypass (?:\\p{L}+ )?(?:antivirus|two-factor|2fa|login|authentication)|(?:un|de)lock (?:a|someone|somebody)(?:'s)? stolen)`,
      ),
      /\b(?:take down (?:a |the )?(?:\p{L}+'s |\p{L}+ )?(?:web ?site|server)\b.{0,30}\bddos|with a ddos attack|read (?:their|his|her) traffic|(?:neighbou?r|girlfriend|boyfriend|wife|husband|colleague|friend|ex|classmate|teacher)'s (?:wi-?fi|e-?mail|account|instagram|facebook|whatsapp|snapchat|phone|laptop|passwords?|browser)\b(?! (?:address|number|was|is|broke|broken))(?=.*\b(?:hack|get into|access|read|log|steal|crack|spy|control)\p{L}*|\W*$)|encrypts? (?:all )?(?:the )?files on (?:a |the )?(?:victim|someone|somebody))\b/iu,
      /\b(?:hack|crack|log) (?:in ?to|into)? ?(?:my |the |an? )?(?:\p{L}+ ){0,2}\p{L}+'s (?:\p{L}+ )?(?:e-?mail|account|instagram|facebook|whatsapp|snapchat|phone|wi-?fi|network|computer|server|website)\b/iu,
    ],
    de: [
      /(?<!\p{L})(?:hack(?:e|en|t)?|knack(?:e|en)?) (?:ich |man )?(?:das|den|die|ein\p{L}*|mein\p{L}*)? ?(?:e-?mail-?konto|konto|handy|wlan|passwort|instagram\p{L}*|facebook\p{L}*|computer|server|webseite|website|account|netzwerk)|(?:konto|handy|wlan|passwort|account|server|netzwerk)\p{L}* .{0,25}hacken|(?:schreib\p{L}*|programmier\p{L}*) .{0,20}(?:virus|ransomware|trojaner|keylogger|schadsoftware)/iu,
    ],
    es: [
      /(?<!\p{L})(?:hackear|hackeo|crackear|piratear) (?!éticamente)|(?:escribe|crea|programa) .{0,20}(?:un virus|ransomware|un troyano|malware|un keylogger)|robar (?:las |la )?contraseñas?/iu,
    ],
    fr: [
      /(?<!\p{L})(?:pirater|hacker) (?:le|la|un|une|mon|ma|les|des)|(?:écris|crée|programme) .{0,20}(?:un virus|un rançongiciel|ransomware|un cheval de troie|malware)|voler (?:des |les |un |le )mots? de passe/iu,
    ],
  },
  sexual: {
    en: [
      /\b(?:write|describe|create|tell|give|make|generate|compose|continue)\b.{0,60}\b(?:porn\p{L}*|erotic\p{L}*|explicit sex\p{L}*|sexually explicit|sex scene|smut|hardcore|nude (?:pictures?|photos?|images?)|sexual fantas\p{L}+)\b/iu,
      /\b(?:get|getting) (?:someone|somebody|her|him|a girl|a woman|girls) (?:so )?drunk (?:so that|to|enough)|\b(?:roofies?|spike (?:her|his|someone's|somebody's|a \p{L}+'s|the) drinks?|undress (?:a|her|him|someone) (?:photo|without)|deepfake (?:porn|nudes?)|nudify|have sex with (?:someone|somebody|her|him|a \p{L}+) (?:without|who (?:is|does)|while (?:she|he)))\b/iu,
    ],
    de: [/(?<!\p{L})(?:pornogra\p{L}+|erotische? (?:geschichte|text|szene)|sexszene)(?!\p{L})/iu],
    es: [/(?<!\p{L})(?:pornogr\p{L}+|relato erótico|escena (?:de sexo|sexual) explícita)(?!\p{L})/iu],
    fr: [/(?<!\p{L})(?:pornogra\p{L}+|texte érotique|scène (?:de sexe|sexuelle) explicite)(?!\p{L})/iu],
  },
  minors: {
    en: [
      /\b(?:sexual\p{L}*|erotic|explicit|nudes?|naked|porn\p{L}*|seduc\p{L}+|groom(?:ing)?|sex with|sexy|lust\p{L}*|sleep with)\b.{0,60}\b(?:child(?:ren)?|kids?|minors?|under-?age\p{L}*|toddlers?|pupils?|school ?(?:girl|boy)s?|(?:eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|[5-9]|1[0-5])[- ]year[- ]olds?|pre-?teens?|little (?:girl|boy)s?)\b(?!.{0,40}\b(?:protect|report|prevent)\p{L}*)/iu,
      /\b(?:child(?:ren)?|kids?|minors?|under-?age\p{L}*|pupils?|school ?(?:girl|boy)s?|(?:eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|[5-9]|1[0-5])[- ]year[- ]olds?)\b.{0,50}\b(?:sexual\p{L}* (?!education|abuse|development|health)|erotic|nudes?|naked pictures?|nude|porn\p{L}*|seduc\p{L}+|to have sex|into (?:my|a) (?:car|van))\b/iu,
      /\b(?:lure|luring|groom) (?:a |the |some )?(?:child(?:ren)?|kids?|minors?|girls?|boys?|teen\p{L}*)\b|\bchild (?:porn\p{L}*|erotica)\b|\berotic story about a child\b/iu,
    ],
  },
  selfHarm: {
    en: [
      /\b(?:how (?:do|can|could|would|should|to|many)|ways? (?:to|of)|what is|help me|teach me|tell me|best|easiest|painless|quickest|i want to|write|give me|convince me|explain)\b.{0,70}\b(?:kill(?:ing)? myself|commit(?:ting)? suicide|end(?:ing)? my (?:own )?life|hang(?:ing)? myself|cut(?:ting)? myself|hurt(?:ing)? myself|harm(?:ing)? myself|overdos\p{L}+ (?:on|myself|so)|take my (?:own )?life|slit my|starv(?:e|ing) myself|poison myself|shoot myself|drown myself|suicide (?:note|methods?|pact|attempt that)|die (?:painlessly|without pain|quickly)|make myself (?:vomit|throw up|sick)|pro-?ana|thinspo)\b(?!.{0,30}\b(?:at work|laughing|accident\p{L}*|shaving|cooking|prevent\p{L}*|while (?:shaving|cooking|working)))/iu,
      /\bhow many (?:\p{L}+ )?(?:pills|tablets|sleeping pills|paracetamol|aspirins?)\b.{0,40}\b(?:to (?:die|kill|overdose)|lethal|fatal|before i die)\b|\b(?:painless|quick|easy|painful) (?:way to|suicide|death for me)\b.{0,20}\b(?:die|kill|suicide|end)?\b|\beat(?:ing)? (?:almost |next to )?nothing for\b|\b(?:hide|hiding) (?:my )?(?:cuts|self-?harm|anorexia|bulimia|starving)\b|\bwithout my (?:family|parents) (?:noticing|knowing|seeing)\b|\bmy parents do not see\b/iu,
    ],
    de: [
      /(?<!\p{L})(?:wie (?:kann|bringe|soll|töte) ich (?:mich|mir)|ich will (?:mich|mir)).{0,40}(?:umbring\p{L}*|\bum\b|töt\p{L}*|das leben nehmen|ritz\p{L}*|verletz\p{L}*)|abschiedsbrief (?:vor|für) (?:meinen|den) selbstmord|selbstmord (?:begehen|methode\p{L}*)/iu,
    ],
    es: [
      /(?<!\p{L})(?:suicidarme|matarme|quitarme la vida|cortarme (?!el pelo)|nota de suicidio)(?!\p{L})/iu,
    ],
    fr: [
      /(?<!\p{L})(?:me suicider|me tuer|mettre fin à mes jours|me scarifier|lettre de suicide)(?!\p{L})/iu,
    ],
  },
  hate: {
    en: [
      /\b(?:write|say|tell|explain|give|make|argue|create|compose|convince|list|why|describe|prove|post)\b.{0,80}?\b(?:immigrants?|refugees?|foreigners|migrants?|jews?|jewish|muslims?|christians|hindus|black people|blacks|white people|whites|asians?|mexicans?|africans?|arabs?|gypsies|roma|gays?|gay people|lesbians?|homosexuals?|trans(?:gender)? people|women|wom[ae]n|men|disabled people|people in wheelchairs|autistic people|fat people|one race|some races|certain races|(?:the |a )?(?:\p{L}+ )?race|indians|chinese(?: people)?|catholics|old people|poor people|homeless people)\b.{0,60}?\b(?:vermin|inferior|superior|subhuman|animals|parasites|plague|criminals|terrorists|disgusting|stupid(?:er)?|lazy|dirty|evil|should(?: all)? (?:be (?:deported|killed|banned|exterminated|eliminated|driven|locked|ashamed|shot|gassed)|die|not (?:be allowed|have|vote|exist|work))|must (?:die|leave|go)|driven out|(?:more|less) intelligent|less (?:human|worthy|valuable|capable)|not (?:be allowed to|human)|don't (?:deserve|belong)|(?:are|is) (?:bad|to blame|ruining|destroying|taking over|dangerous|a threat|the problem|the enemy|worse|weak))\b/iu,
      /\b(?:jokes?|insults?|slurs?) (?:that |which )?(?:mock|about|against|for|making fun of|on)\p{L}* (?:\p{L}+ ){0,2}(?:jews?|blacks?|black people|muslims?|gays?|women|people in wheelchairs|disabled|cripples|immigrants|asians?|mexicans|holocaust|trans\p{L}*|fat people|autis\p{L}+|indians|arabs)\b|\bden(?:y|ies|ying) the holocaust\b|\bholocaust (?:denial (?:text|pamphlet|speech)|(?:did not|didn't|never) happen\p{L}*)|\b(?:white|aryan|racial|male) supremacy (?:speech|is right|manifesto)|\b(?:racist|sexist|homophobic|antisemitic|anti-semitic|transphobic|xenophobic|hateful) (?:joke|speech|rant|poem|song|text|post|tweet|essay|slogan|article|manifesto|comment|message|insult|pamphlet|flyer)s?\b(?! (?:is|are|on social|online|law|detection|and how|harm|spread))/iu,
    ],
    de: [
      /(?<!\p{L})(?:ausländer|flüchtlinge|juden|muslime|frauen|schwule|zigeuner|migranten|behinderte)(?!\p{L}).{0,60}(?:ungeziefer|minderwertig|raus|plage|parasiten|kriminell|dumm|vertrieben|vergast)/iu,
    ],
    es: [
      /(?<!\p{L})(?:inmigrantes|gitanos|judíos|musulmanes|mujeres|gays|negros|homosexuales|moros)(?!\p{L}).{0,60}(?:plaga|inferiores|parásitos|escoria|expulsad|basura|criminales|tontas|ratas)/iu,
    ],
    fr: [
      /(?<!\p{L})(?:immigrés|juifs|musulmans|gitans|femmes|homosexuels|noirs|arabes|étrangers)(?!\p{L}).{0,60}(?:vermine|inférieure?s|parasites|fléau|racaille|expulsés|criminels|stupides)/iu,
    ],
  },
  harassment: {
    en: [
      i(
        `\\b(?:humiliat\\p{L}*|bully(?:ing)?|harass(?:ing)?|intimidat\\p{L}*|terroris\\p{L}*|cyber-?bully\\p{L}*|stalk(?:ing)?|body-?sham\\p{L}*|mobbing) (?:of )?${person}`,
      ),
      /\b(?:spread(?:ing)? (?:false |nasty )?(?:rumou?rs|lies|gossip) about|insults? (?:that )?(?:i can |to )(?:send|use|shout|say)|make (?:my|an?|the|his|her) (?:\p{L}+[ -])?(?:ex|wife|husband|girlfriend|boyfriend|colleague|classmate|neighbou?r|sister|brother|employee|wom[ae]n|girl|boy)\b.{0,20}\b(?:afraid|cry|fear|suffer|miserable|quit|scared)|every day until (?:he|she|they) (?:quits?|leaves?|gives? up|kills?)|(?:nasty|cruel|mean|vicious|humiliating|threatening|abusive|insulting) (?:message|comment|e-?mail|letter|text|note|joke|nickname|post)s? (?:to|for|about|at) (?:my|an?|the|her|him|our|this))\b/iu,
    ],
    de: [/(?<!\p{L})(?:demütig\p{L}*|mobb(?:e|en)|schikanier\p{L}*) (?:ich )?(?:mein|ein|den|die|jemand)/iu],
    es: [/(?<!\p{L})(?:humillar a|acosar a|hacerle bullying)/iu],
    fr: [/(?<!\p{L})(?:humilier|harceler|intimider) (?:mon|ma|un|une|quelqu'un)/iu],
  },
  privacy: {
    en: [
      /\b(?:track|spy on|spying on|follow|stalk|monitor|bug|wiretap|tap|locate|eavesdrop on|secretly (?:film|record|photograph|watch|follow|track))(?:ing)? (?:my |our |an? |the |his |her |some(?:one|body) |some(?:one|body)'s |people |that )(?:\p{L}+ ){0,2}?(?:wife|husband|girlfriend|boyfriend|partner|ex|daughter|son|child|teenager|colleague|co-?worker|employees?|neighbou?rs?|boss|actress|actor|celebrity|roommate|phone|car|woman|girl|classmate|stranger|journalist|person)(?:'s)?\b.{0,60}\b(?:without|secretly|so that|unnoticed|unseen|in secret|knowing|phone|car|location|messages|know)\b/iu,
      /\b(?:put|place|hide|install|plant)(?:ing)? (?:an? |the )?(?:hidden |secret |gps )?(?:trackers?|tracking \p{L}+|spyware|spy ?cams?|hidden cameras?|bugs?|wiretap|listening devices?|stalkerware|hidden microphones?)\b|\bread (?:my|an?|the|his|her) (?:\p{L}+'s|\p{L}+s') (?:\p{L}+ )?(?:messages|mail|e-?mails?|texts|diary|chats?) (?:secretly|without|in secret)|\b(?:home |private |personal )?(?:address(?:es)?|phone numbers?|whereabouts|social security numbers?|ssn|medical records|credit card (?:number|details))\b.{0,40}\b(?:and publish|publish them|doxx?\p{L}*|where (?:he|she) lives|of (?:the )?(?:judges?|actress|actor|celebrit\p{L}+|politicians?|journalists?|my ex|taylor|president|a private person|this person))\b|\bdoxx?(?:ing)?\b (?!is|attack)|\b(?:goes|lives|walks|runs) every (?:morning|day|evening)\b.{0,30}\bfollow\b|\bwithout (?:his|her|their) (?:knowledge|consent|knowing)\b(?=.*\b(?:track|record|film|photo|phone|location|messages|spy)\p{L}*)|\b(?:what is|find|tell me|give me|where does) .{0,60}(?:'s)? (?:home address|private (?:phone )?number|social security number|bank (?:account )?details|medical records)\b/iu,
      /\b(?:track|tracker)\b.{0,40}\bwithout (?:his|her|their)\b/iu,
    ],
    de: [
      /(?<!\p{L})(?:heimlich (?:über|aus|mit|orte|verfolg|film|lese|abhör)\p{L}*|ohne (?:ihr|sein|dessen|deren) wissen (?:ort|über|film|les)\p{L}*)/iu,
    ],
    es: [/(?<!\p{L})(?:espiar (?:a |el |los )|rastrear (?:a |el (?:móvil|celular)).{0,30}sin que)/iu],
    fr: [
      /(?<!\p{L})(?:espionner (?:ma|mon|le|la|un)|suivre .{0,20}à son insu|lire ses messages en secret)/iu,
    ],
  },
  deception: {
    en: [
      /\b(?:fake (?:news|scientific|study|studies|article|quote|evidence|documents?|testimon\p{L}+|poll)|(?:invent|make up|fabricate|fake)\b.{0,30}\b(?:quotes?|evidence|scandal|stud(?:y|ies)|statistics|story (?:that|in which) .{0,30}(?:real|true))\b|(?:although|even though|though) (?:it|this|that) is (?:not true|false|a lie)|wrong (?:date|place|day) (?:for|of) the (?:election|vote)|disinformation (?:campaign|article|post|about)|misinformation (?:campaign|article|post|about|that)|(?:hundreds? of|a hundred|many|thousands? of) fake accounts|bots? that (?:all )?(?:support|spread|post)|(?:rig|steal|manipulate) (?:an?|the) election|discourage \p{L}+ (?:people |voters )?from voting|deepfake (?:of|video of)|claim(?:s|ing)? that (?:the )?(?:vaccines?|covid|5g|moon landing|climate change|holocaust|earth|9\/11)\b.{0,60}\b(?:kill|hoax|fake|flat|staged|lie|inside job|poison|cause)\p{L}*|(?:defam\p{L}+|slander\p{L}*|libel\p{L}*) (?!law|case|is|means))\b/iu,
    ],
    de: [
      /(?<!\p{L})(?:falschmeldung (?:über|dass)|gefälschte (?:studie|nachricht|zitat)|erfinde ein zitat)/iu,
    ],
    es: [/(?<!\p{L})(?:noticia falsa|estudio falso|inventa una cita)/iu],
    fr: [/(?<!\p{L})(?:fausse (?:nouvelle|information|étude)|invente une citation)/iu],
  },
  extremism: {
    en: [
      /\b(?:recruit\p{L}*|join|support|praise|propaganda|glorif\p{L}+|celebrat\p{L}+|donate|fund)\b.{0,50}\b(?:terror\p{L}* (?:group|organi[sz]ation|cell|attack)s?|isis|al[- ]qaeda|boko haram|hamas attack|neo-?nazis?|kkk|ku klux klan|nazi party|mass shoot(?:er|ing)s?|extremist (?:group|cause)s?|jihad\p{L}*|man who (?:shot|killed)|shooter)\b(?!.{0,30}\b(?:prevent|stop|counter)\p{L}*)|\bmanifestos? (?:calling|that calls|for attacks|urging)\b|\bcall(?:s|ing)? for (?:attacks|violence|an armed|a holy war|jihad)\b|\b(?:plan|carry out|commit|prepare|organi[sz]e) (?:a |an )?(?:terror\p{L}* (?:attack|act)|suicide bombing|massacre|mass shooting|school shooting|lone wolf attack)\b/iu,
    ],
    de: [
      /(?<!\p{L})(?:terror\p{L}*|attentäter|nazi\p{L}*) .{0,30}(?:verherrlich\p{L}*|rekrutier\p{L}*|lob(?:e|en)|unterstütz\p{L}*)/iu,
    ],
    es: [/(?<!\p{L})(?:reclutar para .{0,20}terror\p{L}*|alabar? (?:al|a un) terrorista)/iu],
    fr: [/(?<!\p{L})(?:recruter pour .{0,20}terror\p{L}*|glorifier .{0,20}(?:terror\p{L}*|attentat))/iu],
  },
  advice: {
    en: [
      /\b(?:stop(?:s|ped)? taking|refuse|instead of|without|replace|skip|throw away|rather than)\b.{0,30}\b(?:insulin|chemo(?:therapy)?|antidepressants|(?:her|his|my|their|your) medic(?:ation|ine)s?|vaccin\p{L}+|antibiotics|radiation therapy|dialysis|heart pills)\b.{0,60}\b(?:cinnamon|juice|herbs?|garlic|prayer|crystals?|oils?|vitamins?|honey|my product|buy my|homeopath\p{L}*|bleach|detox)\b|\b(?:drink(?:ing)?|inject(?:ing)?) bleach\b(?! is| can)|\b(?:cures?|heals?) (?:cancer|aids|autism|diabetes) (?:with|by|using) (?:\p{L}+ )?(?:bleach|juice|crystals?|oils?|baking soda|prayer|vitamins?)\b/iu,
    ],
  },
};
