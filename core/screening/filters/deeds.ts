import type { Lexicon } from './lexicon';

/** What a wish begins with, before its verb. */
const start =
  "^(?:please,? |can you |could you |would you |will you |hey,? |ok(?:ay)?,? |(?:siri|alexa|google|olly|cortana|computer|jarvis),? |now,? |then,? |just |i(?:'d like| want| would like| need|'d love) (?:you )?to |let'?s |go and |help me (?:to )?|kindly |tell me to |quickly )*";
/** A determiner, and what may stand before a thing. */
const a =
  '(?:(?:the|a|an|my|our|your|his|her|some|any|all|all of|this|these|that|every|each|two|three|four|ten|twenty|fresh|in|on|at|to|up|down|off|out|from|with|of|for|into) )*';
const some = "(?:[\\p{L}\\d'-]+ )";
const deed = (verbs: string, things: string, before = `${a}${some}{0,3}?`): RegExp =>
  new RegExp(`${start}(?:${verbs}) ${before}(?:${things})(?![\\p{L}-])`, 'iu');

/**
 * Instructions to do something with a device, an account or in the world, where a text is no answer: a verb at the beginning, with a thing
 * that only the world has. "Play the role of a pirate", "Clean up this text" and "Order the planets by size" are none of them.
 */
export const deeds: Lexicon = {
  en: [
    // Devices and accounts.
    deed(
      'play|start playing|resume|continue(?: with)?|repeat|replay|shuffle|skip|pause|stop|rewind|queue|put on|turn on|listen to|tune (?:in )?to|mute|unmute|find and queue|hear',
      'music|songs?|jazz|rock|blues|classical|hip[- ]hop|pop|metal|tunes?|tracks?|albums?|playlists?|radio|fm|am|podcasts?|audio ?books?|films?|movies?|videos?|episodes?|chapter|station|channel|news|soundtrack|microphone|sound|speakers?|alarm|timer|show|recording|lullab(?:y|ies)|chess|checkers|poker|pinball|monopoly|game|games|by \\p{L}+',
      `(?!(?:a |the )?(?:role|part|devil))${a}${some}{0,4}?`,
    ),
    deed(
      'set|turn|switch|dim|brighten|raise|lower|increase|decrease|change|adjust|put|make|start|open|close|lock|unlock|activate|deactivate|enable|disable|get|run|connect|pair|charge|reboot|restart|snooze|cancel|silence|shut|shut down|power off',
      "volume|brightness|lights?|lamps?|thermostat|heating|heater|temperature (?:up|down|to)|air conditioning|fan|oven|washing machine|dishwasher|vacuum(?: cleaner)?|robot|coffee(?: machine| maker| now)?|kettle|tv|television|plug|socket|garage(?: door)?|front door|back ?door|blinds|curtains|headphones|bluetooth|wi-?fi|phone|laptop|battery|camera's battery|alarms?|wake-?up|reminders?|remainder|timer|microphone|airplane mode|browser|screen|app|application|printer|router|cleaning on|engine",
    ),
    deed(
      'set|add|put|create|make|schedule|enter|mark|move|cancel|delete|remove|clear|reschedule|book|arrange|plan|check|show|open|read|note|save|give|erase|pull up|list|set up',
      'reminders?|remainder|calendars?|agenda|appointments?|(?:shopping|grocery|to-?do|task) list(?! (?:for|of|with) (?!me\\b))|my (?:\\p{L}+ )?lists?|meetings? (?:with|on|at|for|from|in|today|tomorrow)|birthday to|events? (?:for|on|at|tomorrow|today)|events? (?:in|to|from) (?:my|the) (?:calendar|diary)|in my diary|alerts?|notifications?|phone ?book|contacts?|unread|inbox|voicemail|missed calls',
    ),
    deed(
      'remind|wake|alert|notify|call|ring|phone|text|dial|message|ping|e-?mail|facetime|whats ?app',
      'me|us|him|her|them|my \\p{L}+|mom|mum|dad|grandma|\\p{L}+ (?:back|that|happy|and tell)|boss|\\p{L}+ at \\d+|the (?:doctor|police|plumber|dentist|office|restaurant|school|landlord)',
      '',
    ),
    deed(
      'send|write and send|reply|respond|forward|post|tweet|share|upload|publish|like',
      'e-?mails? to|a? ?text to|messages? to|sms|tweet|on (?:my )?(?:twitter|facebook|instagram|linkedin|timeline|wall)|complaints? to|to my (?:\\p{L}+ )?(?:boss|friend|wife|husband|mother|mom|mum|dad|father|brother|sister|colleague|team|teacher|timeline|story|wall|followers)|to (?!the editor)\\p{L}+ (?:that|saying|telling|about) i|text that i|an? e-?mail that i',
    ),
    deed(
      'send|text|message|tell|e-?mail',
      '(?:\\p{L}+ )?an? (?:text|message|e-?mail|sms|picture|photo|whatsapp)(?: (?:that|saying|to say|with|about)| and)',
      '(?!(?:a|the) (?:story|joke) )(?:(?:my|our) )?(?:\\p{L}+ )?',
    ),
    deed(
      'order|buy|purchase|book|reserve|get|hire|rent|pay|transfer|wire|deposit|withdraw|return|cancel|call|hail|track',
      'pizzas?|sushi|takeaway|take-?out|food|burgers?|groceries|curry|dinner (?:from|for)|tickets?|flights?|hotels?|rooms?|tables? (?:for|at)|taxis?|cabs?|uber|ride|train|seats?|car|haircut|euros?|dollars?|pounds?|bill|rent|parcels?|packages?|shipment|delivery|flowers|package with|order number',
      `(?!${some}{0,2}by )${a}${some}{0,4}?`,
    ),
    deed(
      'take|capture|make|record|shoot|film|save|crop|rotate|scan|print|copy|delete|rename|move|back up|zip|unzip|install|uninstall|update|download|format|reboot|click|tap|scroll|sort|organi[sz]e|empty|search',
      'screen ?shots?|selfies?|photos?|pictures? of (?:your|my|the (?:room|view|desk|street))|videos? of (?:yourself|your|my|me)|voice memo|documents?|files?|folders?|desktop|downloads?|drivers?|software|apps?|operating system|hard drive|backup|trash|recycle bin|phone|e-?mails?|inbox|report and put|browser history|contacts?|windows update',
      `(?!.{0,60}\\b(?:python|bash|sql|script|function|code|excel|list of)\\b)${a}${some}{0,4}?`,
    ),
    /^(?:navigate|drive|take me|bring me|guide me|directions|give me directions|show me the way|get directions) (?:me )?to\b(?! (?:a|the) (?:point|conclusion|world of|story))/iu,
    /^(?:what|which|whose) song (?:is|was)\b.{0,20}(?:playing|this|that|on)(?!\p{L})|^(?:which|what) (?:song|track|band|artist|tune) is (?:this|that|playing|it)\b|\b(?:song|music|track) (?:that is )?(?:currently )?playing(?: now)?\b|^who (?:is|'s) (?:the artist|singing|playing)/iu,
    /\b(?:what(?:'s| is| are| do i have)|how many|do i have|are there|is there|tell me|show|check|when is|when are|have i|did i|any) .{0,40}?\b(?:on my (?:schedule|calendar|agenda|list|to-?do|shopping|phone)|(?:my|i have|do i have|scheduled) .{0,20}(?:appointments?|meetings?|events?|reminders?|alarms?|alerts?|to-?do list|shopping list|playlists?|e-?mails?|messages?)|meetings? (?:do i|have i|today|tomorrow|next|this)|appointments? (?:do i|have i|today|tomorrow|next|this)|(?:new|unread|personal|any) (?:e-?mails?|messages?|notifications?|mail|texts?|tweets)|items? (?:are )?on (?:my|the) list|people are following me|followers do i|likes (?:did|does|do) my|my (?:steps|step count|heart rate) (?:of|today|this)|tyre pressure|tire pressure)\b/iu,
    /^(?:(?!.{0,60}\bdifferences?\b)(?!.{0,80}\bin (?:january|february|march|april|may|june|july|august|september|october|november|december|spring|summer|autumn|winter)\b)(?:show|tell|give|read|pull up|get|list|what are(?! your)|what is(?! your)|what's(?! your)|any|how is|how's|bring up|play|update me on|is there).{0,30}\b(?:headlines?|news(?! (?:agenc\p{L}+|values?|paper|anchor|room))|breaking|traffic|weather (?!in (?:a|the) (?:story|poem))|forecast|trending)\b(?!.{0,40}\b(?:works?|poem|story|fictional|write|means?|history|agency)\b))|^(?:weather|forecast|news|traffic|trending)\b(?! (?:is|are|and climate|versus|vs|agenc|report for a))|\b(?:traffic) (?:level|condition|conditions|jam|report|on the|like|in|right|heavy)\b(?=.*(?:\?|$|now|today|is there|tell|how|know))(?!.{0,40}\b(?:reduce|cause|problem|law|history)\p{L}*)/iu,
    /\b(?:is there|are there|how bad is|how is) (?:a |any |much |the )?(?:traffic|queue|delay|accident)s?\b.{0,40}\b(?:on|at|in) (?:the |my )?|\bhow long (?:will|would|does|is) (?:it )?(?:take|the drive|my commute|the trip).{0,40}\b(?:to (?:drive|get|walk|go)|from here|home|at this hour|right now)\b(?!.{0,30}\b(?:moon|mars|light|sound|earth|average|km\/h|mph)\b)|\bfrom here\b(?=.*\?)/iu,
    /\b(?:track (?:my|the|this|a) (?:parcel|package|order|shipment|delivery|flight)|what(?:'s| is) playing|films? (?:are )?on (?:at )?(?:the )?cinema|(?:are|is) on (?:at the cinema|tv|television) (?:this|tonight|now)|saying about .{1,40} (?:on twitter|now)|people on (?:twitter|facebook|reddit|instagram) saying|(?:who|what) is (?:the |currently the |our )?.{1,40} (?:at present|at the moment|right now|currently)|bestseller list|charts? this week|top of the (?:charts?|.{1,30}league)|how much (?:does|is) .{1,40} (?:cost )?(?:at the moment|right now|currently|these days)|(?:current|today's|latest) (?:price|value|rate) of|featured article|domino's|near(?:by| me| here)|in my (?:area|locality|city|neighbou?rhood))\b/iu,
    /\b(?:what (?:time|day(?: of the week)?|date|month|year) is (?:it|today)(?! (?:in|when|if) .{0,40}\b(?:when|if)\b)|what(?:'s| is) (?:the )?(?:time|date|day)(?: (?:now|today|in [\p{L} ]+))?\W*$|the date of (?:last|next|this)|(?:temperatures?|weather) in .{1,40} (?:this (?:morning|afternoon|evening)|today|tomorrow|now)|today's top)\b/iu,
    /^(?:google|alexa|siri|olly|hey siri|ok google)\b/iu,

    // Chores and outings.
    deed(
      'vacuum|hoover|sweep|mop|scrub|dust|polish|wipe(?: down)?|clean|tidy(?: up)?|wash|rinse|dry|iron|fold|hang|do|change|empty|take out|put away|put|load|unload|make|sort|bring in|collect',
      'carpets?|rugs?|floors?|stairs|hall|kitchen|bathroom|toilet|windows?|dishes|dishwasher|laundry|washing(?: up)?|bed(?:s| sheets?)?|sheets|shirts?|clothes|towels?|curtains|furniture|house|room|bedroom|living room|garage|attic|basement|car|bins?|rubbish|garbage|trash|litter(?: box)?|table(?=[.!]|$| (?:for|and))|fridge|oven|sink|hands|shelves|closet|desk|yard|porch|groceries',
      `(?!(?:.{0,30}\\b(?:text|data|code|list of|sentence|grammar|plan|checklist|guide)\\b))${a}${some}{0,2}?`,
    ),
    deed(
      'water|mow|rake|weed|prune|trim|plant|dig|harvest|shovel|fertili[sz]e|plough|pick|chop|gather',
      'lawn|grass|hedges?|flowers|plants|tomatoes|garden|balcony|trees?|bush(?:es)?|seeds|leaves|snow|driveway|vegetables|apples|berries|firewood|wood|weeds|roses|hole',
      `(?!.{0,30}\\b(?:list|names?)\\b)${a}${some}{0,3}?`,
    ),
    deed(
      'feed|walk|bathe|brush|groom|pet|milk|saddle|pick up|drop off|babysit|look after|hug|kiss|bring|visit|take|meet|drive',
      'cats?|dogs?|puppy|pets?|horses?|cows?|chickens|hamster|fish|children|kids|son|daughter|baby|grandmother|grandma|grandparents|neighbou?rs?|parents|friends? (?:for|at|to)|museum|library|school|airport|station|market|vet|doctor|dentist|(?:to )?work|teeth|hair',
      `(?!.{0,40}\\b(?:question|poem|list|topic|notes?|example|account|stance|position|side)\\b)${a}${some}{0,3}?`,
    ),
    deed(
      'fix|repair|paint|assemble|install|replace|change|mend|build|sand|hammer|drill|check|inflate|pump up|measure|weigh|lift|carry|push|pull|throw|kick|hang up|move|count|open',
      'taps?|faucets?|sink|roof|fence|walls?(?=[.!]| (?:blue|green|white|red|yellow|in the|of the|with))|door(?=[.!]| (?:green|red|blue|of))|shelf|bicycle|bike|car|tyres?|tires?|light bulb|pipes?|tent|snowman|sandcastle|tree ?house|table in|length of the table|your (?:height|weight|pulse|desk)|ball|boxes|sofa|people in (?:the|this|your) room|chairs in|windows of',
      `(?!.{0,40}\\b(?:story|function|code|numbers?|words?|in words|sentence)\\b)${a}${some}{0,3}?`,
    ),
    deed(
      'go|run|jog|walk|hike|climb|swim|surf|ski|skate|sail|row|ride|cycle|drive|fly|travel|dive|dance|jump|sing|meditate|stretch|sleep|nap|sit|stand|lie|stroll|wander|camp|fish|paddle|bike|take',
      'for a (?:run|walk|swim|ride|drive|hike|jog|coffee)|(?:a|your) (?:walk|stroll|nap|bath|shower|hike|deep breath|break|dip|ride|bus|train)(?! (?:through|down) (?:history|memory))|lengths?|laps?|(?:in|into|by|across|up|down|over|around|through|along|on|to|at|under|the) (?:the )?(?:\\p{L}+ )?(?:lake|sea|ocean|river|pool|beach|rain|snow|woods|forest|park|hills?|mountains?|block|neighbou?rhood|market|shops?|supermarket|gym|street|town|city|bus stop|bicycle|bike|horse|waves|garden|sunrise|sunset|sun|stars|window|trail)|(?:the|a) (?:hill|mountain|tree|stairs|waves|ocean|bicycle|bike|horse|boat|bus)|push-?ups|ten minutes by|to (?:bed|sleep|work|church|wikipedia)',
      `(?!.{0,50}\\b(?:imagine|poem|story|list|topic|step by step)\\b)(?:\\p{L}+ly )?`,
    ),
    deed(
      'interview|ask|talk to|speak to|speak with|survey|poll|observe|watch|meet with|call|listen to|attend|join|visit|smell|taste|touch|feel|sniff|hear|look out of|look at|eat|drink|cook|bake|grill|fry|brew|prepare',
      '(?:a|an|your|some|three|five|ten|two|several|my|the) (?:\\p{L}+ )?(?:local|friends?|neighbou?rs?|passers-by|strangers?|classmates?|colleagues?|co-?workers?|parents?|grand\\p{L}+|elderly|shop owners?|business owners?|farmers?|people (?:on|in|at)|family members?|teacher)|radio|council meeting|city council|concert|lecture|meeting|class|museum|milk|fabric|shirt|flowers in|window and|sunset|dinner for (?:my|your|the|our)|(?:a )?cake and bring|lunch for (?:my|your|the|our)|breakfast for (?:my|your|the|our)|birds (?:in|outside)|clouds',
      `(?!.{0,40}\\b(?:imaginary|fictional|questions? (?:for|to|that)|role)\\b)(?:(?:the|a|an) )?(?:\\p{L}+ )?`,
    ),
  ],
  de: [
    /^(?:bitte |kannst du |könntest du )*(?:(?:stelle?|schalte|mach|dimme|öffne|schließe|spiele?|starte|stoppe|pausiere|rufe?|bestelle?|buche|reserviere|erinnere?|sende|schicke|poste|drucke|lade|füge)(?!\p{L}).{0,40}(?<!\p{L})(?:wecker|timer|licht\p{L}*|lampe\p{L}*|heizung|fernseher|musik|lied(?:er)?|radio|lautstärke|tür|fenster|pizza|taxi|tisch|flug|zug|ticket\p{L}*|termin|kalender|einkaufsliste|nachricht|mutter|vater|mich|foto\p{L}*|bildschirmfoto|datei|app)(?!\p{L})|(?:gieße?|mähe?|fege?|putze?|wische?|sauge?|bügle?|wasche?|füttere?)(?!\p{L}).{0,25}(?<!\p{L})(?:blumen|rasen|boden|küche|bad|treppe|fenster|wäsche|geschirr|hemd\p{L}*|katze|hund|pflanzen|auto)(?!\p{L}))/iu,
    /(?<!\p{L})wie wird das wetter(?!\p{L})|^wie spät ist es/iu,
  ],
  es: [
    /^(?:por favor,? |puedes |podrías )*(?:(?:pon|enciende|apaga|sube|baja|abre|cierra|reproduce|para|llama|pide|reserva|compra|envía|manda|recuérdame|despiértame|añade|agrega|toma|haz|imprime|descarga)(?!\p{L}).{0,40}(?<!\p{L})(?:música|canci\p{L}+|radio|luz|luces|alarma|temporizador|volumen|televisión|calefacción|puerta|ventana|pizza|taxi|mesa|vuelo|billete\p{L}*|mensaje|correo a|mamá|papá|foto|captura|lista de la compra|calendario|cita)(?!\p{L})|(?:riega|barre|friega|lava|plancha|pasea|corta)(?!\p{L}).{0,25}(?<!\p{L})(?:plantas|suelo|platos|ropa|perro|césped|coche|camisa)(?!\p{L}))/iu,
    /qué hora es/iu,
  ],
  fr: [
    /^(?:s'il te plaît,? |peux-tu |pourrais-tu )*(?:(?:mets|allume|éteins|monte|baisse|ouvre|ferme|joue|lance|arrête|appelle|commande|réserve|achète|envoie|rappelle|réveille|ajoute|prends|imprime|télécharge)(?!\p{L}).{0,40}(?<!\p{L})(?:musique|chanson|radio|lumières?|alarme|réveil|minuteur|volume|télé(?:vision)?|chauffage|porte|fenêtre|pizza|taxi|table|vol|billets?|message|maman|papa|photo|capture|liste de courses|calendrier|rendez-vous|moi)(?!\p{L})|(?:arrose|balaie|lave|repasse|promène|tonds|passe)(?!\p{L}).{0,25}(?<!\p{L})(?:plantes|sol|vaisselle|linge|chien|pelouse|voiture|chemise|aspirateur)(?!\p{L}))/iu,
    /quelle heure est-il/iu,
  ],
};

/** What hands make, and not a design of it: "Build a ship out of Lego." */
const handmade =
  '(?:(?:lego|paper|cardboard|wooden|toy|clay|origami|model|cotton|woollen) (?!(?:about|on|for|of|that|to|airplane design|money|company|shop|store)\\b)\\p{L}+(?: \\p{L}+)?|(?:[\\p{L}-]+ ){0,2}?(?:out of|from|with|using) (?:(?:an? |some |old |the )?(?:piece|sheet|block|scrap|lump|strip)s? of )?(?:bamboo|metal|glass|leather|plastic bottles|stone|paper|cardboard|wood|clay|legos?|snow|sand|bricks|plasticine|play-?doh|sticks|straws|popsicle sticks|toothpicks|marshmallows|matches|yarn|wool|fabric|old \\p{L}+)|birdhouse|bird feeder|(?:[\\p{L}-]+ )?costume|roller ?coaster|snowman|snow angel|sand ?castle|tree ?house|kite|campfire|bonfire|(?:pillow |blanket )?fort|raft|shed|fence|bookshelf|bookcase|scarf|sweater|quilt|friendship bracelet|necklace|bracelet|paper ?(?:air)?plane|house of cards|puzzle of \\d+ pieces|domino (?:row|chain))';

export const handiwork: Lexicon = {
  en: [
    new RegExp(
      `(?!(?:i|help)\\b)${start}(?:build|construct|make|craft|assemble|knit|sew|crochet|carve|fold|glue|weave|hammer|put together|set up|create) (?:me |us )?${a}${some}{0,3}?${handmade}(?![\\p{L}-])(?! (?:that (?:can|could|will|would)|which|story|poem|design|plan|pattern|recipe|ad|slogan|name|list|guide|program|function|class|model|dataset|prompt|logo|tutorial|company|business)\\b)`,
      'iu',
    ),
    // Can you create a musical instrument?
    /^(?:can|could|will|would) you (?:please |actually |really |ever )?(?:create|build|make|construct|assemble|invent|craft) (?:me )?(?:an?|the|your own|one) (?:[\p{L}-]+ ){0,2}?(?:instruments?|machines?|devices?|robots?|vehicles?|cars?|houses?|boats?|ships?|bridges?|chairs?|tools?|weapons?|computers?|engines?|rockets?|planes?|airplanes?|spaceships?|windmills?|coins?|toys?|telescopes?|clocks?|towers?|castles?|dress(?:es)?|hats?)(?![\p{L}-])(?! (?:design|model of|concept|story|name|simulation|class|schema|program|description|review))/iu,
    // Take ten minutes to do something else.
    /^(?:please,? |can you |could you |would you |will you |why don't you |let'?s |now,? |try to |i want you to |go (?:and |ahead and )?)*(?:take|spend|use|set aside|wait(?: for)?|rest(?: for)?|pause(?: for)?|relax(?: for)?|sit(?: still)?(?: for)?|stay|go) (?:(?:up to|at least|about|the next|your|just|some|a few|a couple of|another|the) )*(?:\d+|an?|one|two|three|five|ten|fifteen|twenty|thirty|few|some|several|extra|free|little) ?(?:-|\p{L}+ )?(?:seconds?|minutes?|mins?|hours?|moments?|days?|weeks?|breaths?|breaks?|naps?|while|(?<=few )minutes)\b(?! (?:to|and|for) (?:think|brainstorm|come up|read|craft|look|study|imagine|choose|learn|practi[cs]e|explain|write|describe|answer|consider|tell|help|analy[sz]e|summari[sz]e|list|review|reflect on (?:the|this|how|why)|discuss|introduce|compare|plan)\b)(?! (?:schedule|plan|program|workout|routine|itinerary))/iu,
    // With one's body.
    /^(?:please,? |can you |could you |would you |now,? |try to |go ahead and )*(?:(?:close|open|shut|blink|roll|rub|cover) your (?:eyes|mouth|ears|hands?)|hold your breath|(?:clap|raise|shake|wave|wash|fold|hold up|lift|warm) (?:your )?(?:left |right |both )?(?:hands?|arms?|legs?|head)(?! (?:washing|signals?))|touch your (?:toes|nose)|stand (?:up(?! for\b)|still|on (?:one|your))|sit (?:down|up)|lie down|get up|wake up|jump (?:up|as|over|for|\d)|spin around|turn around|count (?:your|the (?:people|chairs|cars|stars) )|smile|whistle|clap|dance(?: (?:for|to|with|like|the|around)\b.*)?|do (?:a |an |\d+ |ten |twenty |some |your )?(?:cartwheel|handstand|backflip|push-?ups?|sit-?ups?|squats|jumping jacks|burpees|dance|headstand|homework|chores|laundry|dishes|yoga|exercise)|high[- ]five|give (?:me |someone |an? \p{L}+ |your \p{L}+ )?(?:a |an )?(?:hug|kiss|high[- ]five|handshake|massage))(?![\p{L}-])(?!.{0,40}\b(?:imagine|means?|poem|story|song)\b)/iu,
    // Make a homemade cake. Give one of your paintings to a museum.
    /^(?:please,? |can you |could you |now,? )*(?:(?:make|bake|cook|prepare|brew|boil|fry|grill|serve) (?:me |us |yourself )?(?:an?|some|the|your) (?:[\p{L}-]+ ){0,2}?(?:cakes?|pies?|pizzas?|cookies|bread|soup|salad|sandwich(?:es)?|breakfast|lunch|dinner|meal|coffee|tea|cocktail|smoothie|drinks?|pasta|omelettes?|dessert)(?: for (?:your|my|our|his|her|the|an?) [\p{L} -]{2,30})?(?: (?:using|with|from|out of) [^.?!:"“]{2,60})?|give (?:one|some|any) of (?:the|your|my) [\p{L} -]{2,50} to (?:(?:an?|the|your|my) [\p{L}-]+|some(?:one|body)|people))\s?[.!:]?$/iu,
    // Give me a gift of gold coins.
    /^(?:please,? |can you |could you |now,? )*give me (?:an?|some|the|your|my) (?:(?!to\b|reasons?\b|ways?\b|and\b)[\p{L}-]+ ){0,2}?(?:gift|present|hug|kiss|ride|car|house|money|candy|coins?|flowers?|dog|cat|drink)(?![\p{L}-])(?! (?:ideas?|lists?|guide|recipes?|names?|suggestions?|tips|facts?|poem|story))[^?:"“]*$/iu,
    // Create a movie with a crew of twenty. Throw a party.
    /^(?:please,? |can you |could you |go (?:and )?|now,? )*(?:(?:make|create|produce|shoot|film|record|direct) (?:me |us )?(?:an?|your|the|our|two|three) (?:(?!silent\b)[\p{L}-]+ ){0,2}?(?:movies?|films?|documentar(?:y|ies)|music videos?|home videos?|podcasts?|albums?)(?! (?:about|of|on|that|based|in which)\b)|(?:stage|put on|perform|hold|host|throw|give|run|attend|go to) (?:me |us )?(?:an?|your|the|our|two) (?:[\p{L}-]+ ){0,2}?(?:plays?|concerts?|puppet shows?|talent show|flash mob|parade|part(?:y|ies)|dinners?|picnic|barbecue|bake sale|garage sale|yard sale|wedding|lemonade stand|tournament|marathon|bazaar))(?:\s?[.!]?$| (?:with|for|in|at|on|about|of|to|that|by|and) [^:?"“]*$)(?<!\b(?:plan|script|outline|title|idea|menu|budget|checklist|speech)\b[^]*)/iu,
    // Give your friend two presents. Give three coins to a beggar.
    /^(?:please,? |can you |could you |go (?:and )?|now,? )*(?:give|hand|bring|lend|buy|send|offer|feed|show|throw|sell) (?:(?:your|my|his|her|our|the|an?|each|every|one of (?:your|the|my)) (?:[\p{L}-]+ )?(?:friends?|mother|mom|mum|father|dad|parents|brothers?|sisters?|wife|husband|son|daughter|kids?|child(?:ren)?|baby|boss|teachers?|neighbou?rs?|grand\p{L}+|aunt|uncle|cousins?|colleagues?|boy|girl|m[ae]n|wom[ae]n|beggar|stranger|guests?|dogs?|cats?|horses?|birds?|ducks?|fish) (?:(?:an?|the|some|two|three|four|five|ten|your|his|her|their|my|\d+) |(?:food|money|flowers|water|candy|chocolate)(?!\p{L}))|(?:an?|the|some|two|three|four|five|ten|your|\d+) (?:[\p{L}-]+ ){0,2}?(?:coins?|flowers?|roses?|apples?|bananas?|presents?|gifts?|toys?|balls?|dollars|euros|pounds|books?|bones?|carrots?|cookies?|coats?|shoes|seats?|money|food|bread|drinks?|blood|paintings?) to (?:an?|the|your|my|his|her|our|some\p{L}+|every\p{L}+|people|charity) ?)(?!.*\b(?:advice|tips?|reasons?|examples?|(?:nick)?names?|compliments?|title|description|voice|speech|line|word|answer|quote|reply|message|note|letter|warning|ideas?|lesson|explanation|choice|instructions?)\b)[^:?"“]*$/iu,
    /^(?:please,? |can you |could you |now,? )*(?:(?:give|get|bring|fetch|hand|pour|make|buy) (?:me|us|him|her|them) (?:an?|the|some|another|two|three|my|your|one hundred|\d+) (?:[\p{L}-]+ )?(?:cups?|glass(?:es)?|bottles?|bowls?|plates?|pieces?|slices?|bunch|handful|bag|box|dollars?|euros?|pounds|hundred dollars|phone|hand|ring|horse|boat|bike|ticket|toy|cookie|apple|sandwich|pizza|coat|book(?= (?:that|which|with|from|to read|and)\b)|keys?(?! (?:points?|ideas?|facts?|words?|terms?|differences?|features?|takeaways?|arguments?|events?|dates?))|hammer|knife|towel|blanket|chair)(?![\p{L}-])|(?:bring|fetch|hand|pass|lend|throw) (?:me|us|him|her|them) (?:an?|the|some|another|two|three|my|your) )(?! (?:of )?(?:advice|wisdom|information|texts?|code|poetry|news|trivia|writing|luck|evidence|history|words?|puns?|jokes?)\b)(?!.*\b(?:ideas?|list|description|poem|joke|story|riddle|advice|quote|word|summary|point|to life)\b)[^:?"“]*$/iu,
    // Dig a well. Hide a coin in your hand.
    /^(?:please,? |can you |could you |go (?:and )?|now,? )*(?:dig|hunt|sew|knit|crochet|carve|tame|smash|swallow|chew|lick|sniff|kick|squeeze|adopt|milk|shear|fetch|carry|hang up|light|blow (?:up|out)|bury|steal|ride|climb|hug|tickle) (?:an?|the|your|some|two|three|ten|\d+) [\p{L}' -]{2,60}[.!]?$(?<!\b(?:poem|story|song|word|sentence|letter|text|argument|metaphor|joke)s?\b[^]*)/iu,
    /^(?:please,? |go (?:and )?|now,? )*(?:(?:hide|put|place|lay|stick|drop|bury) (?:an?|the|your|two|three|ten) (?:[\p{L}-]+ ){0,2}?(?:coins?|stones?|shells?|books?|eggs?|balls?|cups?|key|ring|chair|hand|foot|feet|coat|hat|shoes|plates?|flowers?|candles?) (?:in|on|under|behind|into|onto|over|next to) (?:an?|the|your|my)|(?:put on|take off|wear|try on|button|zip up) (?:an?|the|your|my|some|two) (?:[\p{L}-]+ ){0,2}?(?:coat|hat|shoes?|boots|jacket|shirt|socks|gloves?|scarf|dress|suit|glasses|mask|costume|apron|tie|ring|seat ?belt)|(?:collect|gather|pick|catch|find|look for|search for|count|bring) (?:an?|the|your|some|two|three|five|ten|\d+|as many) (?:(?!(?:examples?|words?|facts?|names?|synonyms?|types?|kinds?)\b)[\p{L}-]+ ){0,2}?(?:stones?|shells?|pebbles?|leaves|leaf|clovers?|feathers?|sticks|flowers|mushrooms|butterfl(?:y|ies)|frogs?|fish|bugs?|insects?|worms?|cars|steps) (?:in|on|at|from|to|around|near|under|with|by|that (?:pass|fell|lie)|and (?:press|dry|count|put|bring))|(?:find|collect|catch|pick up) (?:an?|the|your|two|three|\d+) (?:[\p{L}-]+ ){0,2}?(?:stones?|shells?|pebbles?|clovers?|feathers?|mushrooms|butterfl(?:y|ies)|frogs?)(?=\s?[.!]?$)|make (?:five|ten|two|three|some|many|a lot of|new|\d+) (?:new )?friends\b(?! (?:with|in) (?:a|the) story))(?![\p{L}-])[^:?"“]*$/iu,
    // Write an article about the latest trends.
    /^(?:please,? |can you |could you )*(?:write|create|make|draft|prepare|compose|give|record)\b[^:?"“]{2,60}\b(?:the (?:latest|newest|most recent|current)|today's|yesterday's|this (?:week|month|year)'s) (?:[\p{L}-]+ ){0,2}?(?:trends?|news|events?|developments?|headlines?|scores?|results?|weather|releases?|fashions?|phones?|models?|discover(?:y|ies)|technolog(?:y|ies)|prices?|movies?|films?|songs?|games?)(?!\p{L})(?!.*\b(?:fictional|imaginary|fantasy|invented|function|program|script|query)\b)/iu,
    // Find the word in the dictionary.
    /^(?:please,? |can you |could you |now,? )*(?:find|look up|look for|search for|check|read)\b[^:?“]{1,60}\bin (?:the|an?|your) (?:[\p{L}-]+ )?(?:dictionary|encyclop(?:ae|e)dia|newspaper|phone ?book|library|internet|magazine|atlas|catalog(?:ue)?)\s?[.!]?$/iu,
    // Write a letter and send it to a friend.
    /^(?:please,? |can you |could you |now,? )*(?:write|create|make|suggest|plan|draw|build|find|choose|pick|cook|bake|paint|invent|take|buy|record|name|list)\b[^:?"“]{2,80}\band (?:(?:send|mail|post|hang|leave|publish|eat|drink|burn|hide|carry|sell|wear|fly|sail|plant|float|bring|recite|perform) (?:it|them|one|him|her)(?!\p{L})(?! (?:an?|as|alphabetically)\b)|(?:show|give|read|hand|sing) (?:it|them|one of them) (?:to|aloud|all)(?!\p{L})|(?:go|wait|stay) there(?!\p{L})|do (?:it|them|one of them)(?!\p{L})|clean (?:it|them) up)(?!.*\b(?:story|poem|scene|character|function|program)\b)/iu,
    // To say something to somebody, to read something somewhere.
    /^(?:please,? |can you |could you |go (?:and )?|now,? )*(?:(?:tell|ask) (?:them|him|her|everyone|everybody|someone|somebody|people|the \p{L}+) (?:to|that)(?= )|(?:tell|ask|remind|invite|thank|surprise|warn|congratulate|apologi[sz]e to|lie to|don't lie to|do not lie to|listen to|be (?:kind|nice|honest) (?:to|with)|argue with|play with|talk to|speak to) (?:(?:one of )?(?:your|my|our)|some(?:one|body)(?: you know)?) ?(?:[\p{L}-]+ ){0,2}?(?:friends?|best friend|mother|mom|mum|father|dad|parents?|brother|sister|siblings?|wife|husband|partner|girlfriend|boyfriend|kids?|children|son|daughter|boss|teacher|neighbou?rs?|family|grand\p{L}+|colleagues?|co-?workers?|crush|dog|cat|doctor|you know)|(?:say|whisper|shout|yell|repeat)\b(?! (?:whether|if|which|what|how|why|where)\b).{0,40} (?:to|at) (?:an?|your|my|the|some\p{L}+|every\p{L}+) ?(?:stranger|child|kid|friend|person|mirror|mother|father|partner|neighbou?r|baby|dog|cat|one|body|\p{L}+-year-old \p{L}+)|read (?:an?|any|some|your|one|another) (?:[\p{L}-]+ ){0,3}?(?:book|article|novel|newspaper|magazine|blog|comic|biography)s?(?! (?:review|summary|report|title)))(?![\p{L}-])(?!.{0,60}\b(?:imagine|pretend|poem|story about|letter|note|card|e-?mail|message|speech|as (?:an?|if))\b)/iu,
    // With a tool in hand; somebody out of a crowd.
    /^(?:please,? |can you |could you |go (?:and )?|now,? )*(?:use (?:an?|your|the) (?:[\p{L}-]+ )?(?:calculator|phone|smartphone|computer|laptop|camera|ruler|thermometer|map|dictionary|microscope|telescope|compass|scales?|stopwatch|timer|mirror|hammer|knife|pen|pencil|brush|search engine|browser)|(?:pick|choose|select|find|ask) (?:an?|any|some|the) (?:random )?(?:person|stranger|people|man|woman|volunteer|member|[\p{L}]+one) (?:from|in|out of) (?:the|an?|your) (?:crowd|group|audience|street|room|team|class|family|neighbou?rhood))(?![\p{L}-])/iu,
    // If somebody asks for something, make them promise to buy it.
    /^(?:if|when|whenever|every time) (?:an?|any|some|the|your|my) ?(?:one|body|person|people|friend|stranger|child|man|woman|customer|neighbou?r)\b[^?.!]{3,80}, (?:please )?(?:make|tell|ask|give|take|let|do not|don't|say|respond|reply|answer|help|hug|call|offer|follow|ignore|never|always)\b[^?]*$/iu,
  ],
};
