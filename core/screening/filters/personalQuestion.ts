import { z } from 'zod';
import { askedByWords, unaskableBy } from './askedVoices';
import { asksToMake, askingWords } from './askingWords';
import { passed, rejected, textFilter, type Subject } from './filter';
import { foundIn, type Lexicon } from './lexicon';
import { ownChoice, ownLife, ownMatter, spelledOut } from './ownLife';

const fields = {
  personalQuestion: z
    .boolean()
    .default(true)
    .describe(
      'Reject instructions about the life, body or feelings of whoever answers ("How many siblings do you have?"): a model would have to make up a person. Not where a part to play is given. In English, German, Spanish and French.',
    ),
  unaskableBy,
};

/** Somebody is asked for who may have a life: a part to play, a supposition, a text in another's voice. */
const givesPart =
  /\b(?:pretend|(?<!\b(?:cannot|can't|not|never) )imagin(?:e|ing)|suppose|assum(?:e|ing)|role-?play\w*|act(?:ing)? (?:as|like)|as if|as though|persona|in character|fictional|fictitious|hypothetical\w*|first[- ]person|put yourself|let's say|perspective|point of view|shoes of|voice of|style of|character|protagonist|narrator|(?:answer|respond|reply|speak|write|talk) (?:as|like) (?:an?|the|if|my)|interviewing (?:with|for|at)|(?:for|in|during) (?:a|an|the|your) (?:job )?interview|if i (?:were|was|had|lived|woke|met|became|could)|stell dir vor|angenommen|als ob|spiele? (?:die rolle|einen?)|imagina que|supón|actúa como|finge|imagine que|imaginez|joue le rôle|comme si)\b|^(?:you are|you're|you were|you have (?:been|just)|you work|du bist|sie sind|eres|tu es|vous êtes|as an? |als (?:ein|arzt|lehrer)|como (?:un|una) |en tant que)/iu;

/** A case that is supposed: what would be done in it is not done by anybody. */
const supposes = /\bif you (?:were|was|had|lived|woke|met|became)\b/iu;

/** What belongs to a life. */
const ofLife =
  "(?:[\\p{L}'-]+ ){0,2}(?:favou?rites?|childhood|youth|upbringing|family|families|siblings?|brothers?|sisters?|mother|father|mom|mum|dad|parents?|grand(?:mother|father|ma|pa|parents)|uncles?|aunts?|cousins?|wife|husband|spouse|partner|boyfriend|girlfriend|marriage|wedding|divorce|friends?|friendships?|kids?|children|sons?|daughters?|pets?|dogs?|cats?|home ?town|birthday|birthplace|birth|age|names?|nicknames?|hobby|hobbies|pastimes?|jobs?|boss|career|profession|occupation|school ?days|education|school|college|university|teachers?|memory|memories|dreams?|fears?|phobias?|regrets?|weakness(?:es)?|strengths?|flaws?|talents?|achievements?|accomplishments?|failures?|mistakes?|secrets?|pet peeves?|guilty pleasures?|life|past|body|hair|eyes|height|weight|appearance|looks|feelings?|emotions?|mood|personality|weekends?|vacations?|holidays?|trips?|travels?|routines?|rituals?|habits?|day|night|breakfast|lunch|dinner|plans|goals|ambitions|zodiac sign|star sign|religion|nationality|gender|ethnicity|bucket list|hero|heroes|role models?|idols?|mentors?|house|home|apartment|room|bedroom|neighbou?rs?|neighbou?rhood|car|phone|clothes|crush|first (?:kiss|love|date|day|time|job|concert|car)|experiences?|health|diet|sleep)";

/** Of it, what is never one's readers' in general. */
const alwaysOwn =
  "(?:favou?rites?|childhood|siblings?|parents|grand(?:mother|father|parents)|home ?town|birthplace|nicknames?|hobbies|(?:earliest|fondest|best|worst|happiest|funniest|scariest|proudest) (?:[\\p{L}'-]+ )?(?:memory|memories|moment|experience|day)|first (?:kiss|love|crush|date|pet|day (?:at|of) (?:school|college|work))|(?:last|most recent) (?:vacation|holiday|birthday|trip)|bucket list|guilty pleasures?|pet peeves?|zodiac sign|star sign|upbringing|schooldays)";

const own = String.raw`you(?:'ve| have|'d| had)?`;
const happenings =
  "(?:ever |never |always |recently |once |really |most |personally |still |just |last )*(?:(?:have |had )?(?:been|seen|done|eaten|had(?! to be)|read|gone|met|made|felt|heard|bought|won|lost|broken|taken|given|gotten|learnt|known|told|taught|written|worn|stolen|drunk|driven|visited|watched|experienced|received|wanted|tried|lived|loved|played|owned|learned|failed|overcome|overcame|helped|worked|traveled|travelled|struggled|decided|regretted|enjoyed|dreamed|dreamt|cried|laughed|cooked|lied|stayed|succeeded|changed|attended|disagreed|apologi[sz]ed|forgot|forgave|fell|grew|went|saw|felt|did|met|ate|got|won|lost|were|was|took|became)|regret|admire|love|enjoy|miss|cherish|remember|wish|look up to|consider yourself|(?:'re|are) (?:most |really |very |particularly )?(?:proud|grateful|thankful|afraid|scared|passionate|good|bad|ashamed|looking forward|excited|embarrassed))\\b";

const patterns: Lexicon = {
  en: [
    // Readers in general are asked in the present and by "can" and "should": what somebody did, has done or is, is theirs.
    /\b(?:did|have|were|are|had) you(?! (?:ever )?(?:know|able|aware|familiar|sure|allowed|supposed|required|using|trying|looking|planning|given|provided|going to (?:use|need)|to |not (?:supposed|allowed|meant|required|expected)|got (?:an? |any |some |the )?(?:recipes?|tips?|ideas?|advice|suggestions?|examples?)|there\b|wondered|noticed|asked yourself|thought about (?:why|how|what)|heard (?:of|about)|used|checked))\b/iu,
    /(?<!\b(?:when|how|why|what|before|after|if|once|where) )(?:^|[.?!;,] |\b(?:and|or) )do you (?!need\b|have (?:to|any (?:idea|tips|suggestion|recommendation|advice)|time to)|know\b|think\b|agree\b|see (?:any|a)\b|understand\b|mean\b|require|recommend|suggest|mind\b|say\b|want me|offer\b|support\b|accept\b|use\b|add\b|capitali[sz]e|put\b|place\b|spell\b|pronounce|round\b|convert\b|multiply|divide\b|simplify|charge\b|ship\b|sell\b|deliver\b|peel\b|boil\b)/iu,
    /\b(?:where|who|whom|which [\p{L} ]{2,30}?|what time|how often|how long|how much [\p{L}]+|what (?!happens|steps?|tools?|kinds? of tools)[\p{L} ]{3,30}?) do you (?!need|have to|use\b|find\b|call\b|get\b|put\b|add\b|apply|file\b|look for|think|mean\b|know\b|recommend|suggest|calculate|say\b|write\b|click|start (?:to|with|when)|go to (?:get|apply|file)|place\b|cook\b|bake\b|boil\b|wait\b|let\b|leave\b|keep\b|store\b|report\b|include|contact|turn\b|pay\b|multiply|divide|insert|open\b|press\b|weigh\b|see (?:as|in))/iu,
    /\bwhat(?:'s| is| are| was| were) your (?!(?:[\p{L}-]+ )?(?:reasoning|answers?|opinions?|views?|take|thoughts?|response|solution|recommendations?|advice|suggestions?|next move|understanding|interpretation|analysis|rights|options|assessment|conclusion|verdict|stance|position|estimate|guess|legal|average|credit|local|sources?|methods?|approach|strategy|(?:next|first) step)\b)/iu,
    /\b(?:in|of|with) your (?:own )?life\b|\byour life story\b|\bdescribes? you\b|\babout you\b(?! (?:can|should|need))|\b(?:like|hard|easy|difficult|important) (?:for|to) you\b|\bbeing you\b|\byou (?:were|are) in love\b|\bin the mirror\b.{0,4}\?|\brelationship with your\b|\b(?:one|any|some|two|three|all|each|most) of your friends\b|\bwhich of your\b|\b(?:recount|reflect on|recall|rank)\b.{0,50}\b(?:your|you)\b|\bdoes your (?:back|head|stomach|heart|name|family|wife|husband|mother|father|best friend|boss|dog|cat)\b.{0,40}\byou\b/iu,
    /\bwould you (?:rather|most |really |ever |(?:like|love|want|hate) to (?:have|be|visit|live|meet|learn|go|travel|own|try|become|eat|see|do|read|say)|invite|marry|date|move to|travel to|bring to|save)\b/iu,
    /^(?:ever (?:been|seen|had|tried|met|eaten|wanted)|got any|been to|married|any (?:siblings|pets|kids|hobbies|plans))\b.*\?|\btell me a secret\b|\bdescribe your (?!(?:answer|reasoning|solution|approach|response|ideal (?:customer|candidate)|product|business|target))/iu,
    new RegExp(
      `\\b(?:a|an|the|some|any|one)(?: [\\p{L}'-]+){1,4}?(?: that| who| where| when)? you(?:'ve| have)? (?:recently |once |ever |always |never |just )+[\\p{L}]+`,
      'iu',
    ),
    /\b(?:a|an|the) (?:[\p{L}'-]+ ){1,4}?you(?:'ve| have) (?:ever )?(?:been(?! (?:given|asked|told|provided|assigned))|had|seen|done|met|made|gone|lived|worked|visited)\b|\b(?:hobby|book|movie|film|skill|habit|trip|place|meal|mistake|goal|class|course) (?:that )?you (?:recently )?(?:picked|read|saw|learned|took|made|started|stopped|visited|finished|enjoyed|reached|achieved)\b/iu,
    // Tell me about your childhood. What's your favourite food?
    new RegExp(
      `\\b(?:(?:tell|talk|speak|write|share|say)\\b.{0,40}?\\b(?:about|of|from|on)|describe|share|introduce|name|list|what(?:'s| is| are| was| were| do you remember (?:of|about))|(?:what|which) (?:colou?r|size|kind of \\p{L}+|type of \\p{L}+|sort of \\p{L}+|year|month|day|time) (?:is|are|was|were)|who(?:'s| is| are| was| were)|where(?:'s| is| are| was| were)|when(?:'s| is| was)|how(?:'s| is| are| was| were| old (?:is|are)| big is| was)|(?<!why )(?:is|are|was|were|did|does|do|has|have|would)|how (?:did|has|have|would))(?: (?:one|two|three|four|five|some|all|each|any|a few|both|a couple) of)? your (?!sentences?|answers?)${ofLife}\\b(?! (?:index|count|rate|system|cells?|temperature|of (?:water|the)))`,
      'iu',
    ),
    new RegExp(`\\byour (?:own |very )?${alwaysOwn}\\b`, 'iu'),
    /\b(?:about|introduce|describe) yourself\b(?! (?:as an? |in a cover letter))|\bsee yourself in\b|\b(?:consider|call) yourself\b/iu,
    /\bhow (?:old|tall|big|rich|smart|strong|heavy|healthy|happy) (?:are|were) you\b|\b(?:how much do you weigh|what do you look like|who are you|what are you\?|when were you born|where were you (?:born|raised)|where are you(?: (?:originally|living|right|now|going|at))?(?: from)?\b(?! (?:able|required|allowed)))/iu,
    /\bhow are you(?: (?:doing|feeling|today|now|really))?(?: \p{L}+)?\s?\?|\bhow do you feel (?:today|now|about (?:your|being|the fact|getting|growing|losing)|when you)|\bare you feeling\b|\byou feel (?:most )?at home\b/iu,
    /\bare you (?:(?:a|an) (?:human|robot|boy|girl|man|woman|person|machine|parent|student|vegetarian|vegan|morning person|night owl|early bird|introvert|extrovert|optimist|pessimist|cat person|dog person|good \p{L}+|fan|religious|believer|member|citizen|christian|only child|\p{L}+ person)|married|single|in love|human|alive|conscious|sentient|religious|happy|sad|lonely|tired|hungry|bored|angry|nervous|shy|jealous|afraid|scared|smarter|taller|older|younger|stronger|better|left-handed|right-handed|vegetarian|vegan|from|allergic|superstitious|ticklish|proud|satisfied|ready|good at|interested in|related|dating|more of an?|close to|passionate|excited|an? )\b/iu,
    /\bhave you (?:ever|always|been|seen|read|met|visited|tried|had|lost|done|traveled|travelled|lived|eaten|watched|played|gotten)\b(?! (?:wondered|noticed|asked yourself|thought about (?:why|how|what)|heard (?:of|about)))/iu,
    /\bhow many (?:brothers|sisters|siblings|children|kids|cousins|pets|cats|dogs|friends|languages|countries|books|hours|cups|tattoos|jobs|times|cars|houses|people)\b.{0,30}?\b(?:do|did|have) you(?: ever)? (?:have|speak|know|visit|visited|read|sleep|drink|own|work|had|been|live|follow|watch|spend|manage|get)\b/iu,
    /\bdo you (?:\p{L}+ly |ever |still |often |usually |sometimes |normally )?(?:(?:like|love|enjoy|prefer|hate|dislike|miss|dream|sleep|believe in|believe that you|fear|live|smoke|drink|own|cry|pray|exercise|work out|feel|get (?:lonely|bored|tired|nervous|angry|sad|scared|along|jealous|enough sleep|embarrassed)|remember|collect|sing|dance|cook|swim|speak|play|wear glasses|wear|vote|watch|listen to|go (?:to|out|on)|eat (?:meat|breakfast|out|a)|look up to|hang out|celebrate|trust|wish|want (?:to (?:be|have|become|live|get|travel|learn)|kids|children)|identify|admire|have (?:a |an |any |many |lots of |your own |enough )*(?:\p{L}+ )?(?:siblings?|brothers?|sisters?|family|kids|children|sons?|daughters?|pets?|cats?|dogs?|wife|husband|partner|boyfriend|girlfriend|friends?|hobby|hobbies|feelings|emotions|nightmares|dreams|fears?|phobias?|allergies|allergy|tattoos?|scars?|job|car|house|home|body|soul|consciousness|birthday|nickname|crush|talents?|regrets?|secrets?|routine|plans|favou?rites?|experience|parents|memories|twin|roommates?|garden|degree|habit|habits|superstitions|mentor|hero|role model|bad habits))\b)/iu,
    /\b(?:where|who|what|which \p{L}+|with whom|what kinds? of [\p{L} ]+?|what sorts? of [\p{L} ]+?|what types? of [\p{L} ]+?|what [\p{L} ]{3,30}?|how often|how long|since when|why) (?:do|did) you (?:\p{L}+ly |ever |still |often |most |first |always |really )?(?:live|work(?! out| with)|like|love|hate|enjoy|prefer|miss|fear|dream|admire|trust|study in|go (?:to|on|out)|come from|look up to|hang out|spend|do (?:for (?:a living|fun|work)|in your|on (?:weekends|sundays|saturdays|your)|at the weekend|after (?:work|school)|to (?:relax|unwind))|feel|want to (?:be|become)|eat for|eat (?:this|yesterday|today|last)|have for (?:breakfast|lunch|dinner)|wear to (?:bed|work)|listen to|read|watch|play|speak at|speak|remember|regret|celebrate|grow up|meet|learn|decide|choose|become|get (?:your|into|to)|start|dress|collect|believe|wake up|exercise|cry|laugh|sleep)\b/iu,
    /\b(?:did you (?:sleep|eat|have|go|grow|enjoy|watch|play|study|dream|cry|like|ever|wake|drink|attend|get|meet|spend|do (?:last|yesterday|today|this|over|for)|want|celebrate|have fun|learn to))\b/iu,
    /\bhow (?:do|did) you (?:feel(?! about (?:the|a|\p{L}+ing))|spend your|relax|unwind|celebrate (?:your)?|meet|start your (?:day|morning)|usually|like to|get to (?:work|school)|spend|handle (?:stress|criticism|failure|pressure|conflict|rejection)|deal with (?:stress|failure|criticism|loss|rejection|pressure)|cope with|react when|learn to|become|choose your|decide (?:on|to become)|stay (?:motivated|positive|calm)|manage stress|define success)\b/iu,
    /\bwhat (?:are|were) you (?:wearing|doing|feeling|afraid|scared|most|good at|bad at|passionate|grateful|thankful|looking forward|reading|listening|eating|thinking|proud|like as|working on|allergic|hoping|worried)\b|\bwhat (?:makes|made|keeps|motivates|inspires|inspired|scares|annoys|drives|excites|brings|frustrates|upsets) you\b(?! (?:think|sick|sneeze|fat))|\bhow has .{3,40} (?:changed|shaped|affected) you\b/iu,
    /(?<!\bi(?:'ve| have)? )\b(?:changed|influenced|shaped|inspired|happened to|taught|hurt|helped|raised|given|gave|told|made|betrayed|surprised|bother|bothers|annoys|scares) you(?:r life)?\b.{0,30}[.?!]?$|\bhappened to you\b/iu,
    new RegExp(
      `\\b(?:something|anything|someone|somebody|one thing|(?:a|an|the|your|some|any|two|three|five|which|what|that)(?: [\\p{L}'-]+){0,3}? (?:things?|person|people|places?|books?|movies?|films?|skills?|moments?|times?|days?|situations?|experiences?|decisions?|mistakes?|memory|memories|teachers?|trips?|meals?|gifts?|songs?|concerts?|hobbies|hobby|goals?|challenges?|habits?|house|city|cit(?:y|ies)|countr(?:y|ies)|jobs?|projects?|events?|advice|lessons?|dreams?|compliments?|purchase|present|story|stories|prank|lies?|lie|animals?|food|dish(?:es)?|concert|game|celebrity|risk|favor|joke|purchase|friend|accident|instance|occasion|period))(?: in your life)?(?: that| when| where| who| whom| which| in which)? ${own} ${happenings}`,
      'iu',
    ),
    /\b(?:last|first) time (?:that |when )?you\b(?! (?:should|can|need|must|have to|use|log|open|run))|\bwhen you were (?:a (?:child|kid|boy|girl|baby|teenager|student)|little|young|younger|growing up|in (?:school|college|high school)|at (?:school|university)|\p{L}+ years old)\b/iu,
    /\bcan you (?:swim|cook|drive(?! (?:with|on|without|in|through|into)\b)|dance|whistle|juggle|ski|skate|ride|feel (?:pain|love|emotions?|happy|sad|happiness|anger)|taste|smell|get (?:sick|tired|bored)|fall in love|dream|sleep|die|speak \p{L}+ fluently|play (?:the|an?) \p{L}+)\b|\bwould your (?:mother|father|parents|friends?|family|partner|boss|teacher)\b/iu,
  ],
  de: [
    /\b(?:hast du|haben sie) (?:schon (?:ein)?mal|je|jemals|geschwister|kinder|haustiere?|einen? (?:hund|katze|freund|freundin|bruder|schwester|hobby|auto|partner)|hobbys|angst|gefühle)\b|\bwie viele (?:geschwister|kinder|haustiere|sprachen|freunde|brüder|schwestern)\b.{0,12}\b(?:du|sie)\b/iu,
    /\b(?:dein|ihr)e?[nmrs]? (?:lieblings\p{L}+|kindheit|familie|eltern|mutter|vater|hobbys?|heimatstadt|geburtstag|alter|haustiere?|beste[rn]? freund(?:in)?|größte[rn]? (?:angst|traum|fehler|erfolg)|schönste[sn]? (?:erlebnis|erinnerung|urlaub)|erste[rn]? (?:schultag|liebe|kuss))\b/iu,
    /\bwie (?:alt|groß) (?:bist du|sind sie)\b|\bwo (?:wohnst|lebst|arbeitest) du\b|\bwoher kommst du\b|\bwo bist du (?:geboren|aufgewachsen)\b|\bwie (?:geht es dir|fühlst du dich|heißt du)\b|\bbist du (?:verheiratet|müde|glücklich|traurig|ein mensch|verliebt|einsam)\b|\bwas (?:machst|tust) du (?:gern|beruflich|am wochenende|in deiner)|\bstell(?:e)? dich (?:kurz )?vor\b|\bwas hast du (?:gestern|heute|am wochenende|als kind)|\berzähl\p{L}* (?:mir )?(?:etwas )?(?:von|über) (?:dir|dich|deine[rmn]?)\b/iu,
  ],
  es: [
    /(?<!\p{L})(?:cuántos años tienes|cuántos? (?:hermanos|hijos|idiomas|mascotas) (?:tienes|hablas)|(?:cuáles|cuál|qué|quién(?:es)?) (?:es|son|era|fue) tus? (?:\p{L}+ ){0,2}(?:favorit[oa]s?|preferid[oa]s?|nombre|familia|cumpleaños|trabajo|recuerdos?|sueños?|miedos?|mejor amig[oa]|héroe|signo)|dónde (?:vives|naciste|creciste|trabajas)|de dónde eres|cómo (?:te llamas|te sientes|estás|eres físicamente)|estás (?:casad[oa]|cansad[oa]|triste|feliz)|tienes (?:hermanos|hijos|mascotas|novi[oa]|perro|gato|sentimientos|familia|miedo)|alguna vez has|has (?:estado|viajado|tenido) (?:alguna vez|enamorad[oa])|(?:qué|a qué) te (?:gusta|dedicas|da miedo)|te gusta)(?!\p{L})/iu,
    /(?<!\p{L})(?:tu|tus) (?:infancia|niñez|ciudad natal|familia|padres|hermanos|pasatiempos|mejor recuerdo|primer (?:beso|amor|día)|últimas? vacaciones)(?!\p{L})|preséntate/iu,
  ],
  fr: [
    /(?<!\p{L})(?:quel âge (?:as-tu|avez-vous)|(?:as-tu|avez-vous) (?:déjà|des (?:frères|enfants|animaux|sentiments|sœurs)|un (?:chien|chat|frère|animal)|une sœur|peur)|combien (?:de frères|d'enfants|de langues|de sœurs).{0,30}(?:as-tu|avez-vous|parles-tu)|(?:quel|quelle|quels|quelles|qui) (?:est|sont|était|a été) (?:ton|ta|tes|votre|vos) (?:\p{L}+ ){0,2}(?:préférée?s?|favorite?s?|favoris?|nom|prénom|famille|anniversaire|métier|souvenirs?|rêves?|peurs?|signe|héros|meilleure? amie?)|où (?:as-tu grandi|habites-tu|vis-tu|es-tu née?|travailles-tu|avez-vous grandi|habitez-vous)|d'où viens-tu|comment (?:t'appelles-tu|te sens-tu|vas-tu|allez-vous)|es-tu (?:mariée?|humaine?|fatiguée?|heureu(?:x|se)|triste)|(?:parle|parlez|dis)-moi de (?:toi|ton|ta|tes|vous|votre)|présente-toi|qu'aimes-tu|aimes-tu|qu'as-tu (?:fait|mangé))(?!\p{L})/iu,
    /(?<!\p{L})(?:ton|ta|tes) (?:enfance|ville natale|parents|frères|passe-temps|meilleur souvenir|premier (?:amour|baiser|jour)|dernières vacances)(?!\p{L})/iu,
  ],
};

/** In a text that is to be made, "you" is anybody; only what it is to be about may be the writer's own life. */
const madeOfOwnLife: Lexicon = {
  en: [
    new RegExp(
      `\\b(?:about|on|of|describing|recounting) (?:yourself\\b|(?:your (?:own |very )?(?!business|company|brand|product)${alwaysOwn}|your (?:own |personal )?(?:life|family|experiences?|day|weekend|morning routine|first \\p{L}+ at|dreams?|fears?|best friend|greatest \\p{L}+|biggest \\p{L}+))\\b|an? (?:[\\p{L}'-]+ ){0,3}?(?:time|moment|person|place|experience|event|teacher|trip|day|memory|situation) (?:that |when |where |who |in which )?(?:you (?:were|felt|had|have|met|saw|made|learned|visited|admire|love|failed|helped|did|went|overcame|\\p{L}+ed\\b)|(?:\\p{L}+ )?(?:changed|influenced|shaped|happened to) you))`,
      'iu',
    ),
  ],
  de: [
    /(?<!\p{L})über (?:dich|dein(?:e|en|er)? (?:kindheit|familie|leben|lieblings\p{L}+|hobbys?|letzte[rn]? (?:urlaub|geburtstag|reise|wochenende|arbeitstag)|erste[rn]? (?:schultag|liebe|job|arbeitstag|freund(?:in)?)|beste[rn]? freund(?:in)?|schulzeit|alltag|heimat\p{L}*))(?!\p{L})/iu,
  ],
  es: [
    /(?<!\p{L})sobre (?:ti(?: mismo| misma)?|tu (?:infancia|familia|vida|mejor amig[oa]|últimas? vacaciones))(?!\p{L})/iu,
  ],
  fr: [
    /(?<!\p{L})sur (?:toi(?:-même)?|ton enfance|ta (?:famille|vie)|tes (?:dernières )?vacances)(?!\p{L})/iu,
  ],
};

/** Tasks on a text, which is another's. */
const worksOnText =
  /^(?:please |can you |could you )*(?:translate|rewrite|rephrase|paraphrase|reword|correct|proofread|edit|classify|summari[sz]e|convert|detect|label|parse|punctuate|complete|continue|fill in|identify the (?!most)|change the|turn the|übersetze|traduce|traduis|traduisez)\b/iu;

/** Others asking: "How do you say", "questions such as". */
const speaksOfQuestions =
  /\bhow do you (?:say|spell|pronounce|write|ask)\b|\b(?:questions?|ways) (?:to|that|you could|i can|for|such as|like)\b|^(?:write|list|give|suggest|generate|name)\b.{0,40}\b(?:questions|prompts)\b/iu;

/** Nothing but who or what somebody is, or has: "You are a tree." Who goes on from it has to be that. */
const tellsOnly: Lexicon = {
  en: [
    // A person is looking at you. A person who is taller than you.
    /^(?:(?:an?|your|two|some|the) (?:[\p{L}-]+ )?(?:person|people|m[ae]n|wom[ae]n|child(?:ren)?|boy|girl|stranger|friend|dog|cat|monster|robot|ghost|alien|dragon|voice|neighbou?r|teacher|king|queen|wizard|princess)|some(?:one|body)|every(?:one|body)) [^?:;]{3,90}\b(?:(?:than|at|to|with|for|from|behind|after|about|of|near|like|asks?|tells?|gives?|loves?|follows?|sees?|calls?) you|your (?:door|house|face|head|name))\b[^?:;]{0,60}$/iu,
    /^(?!.*\b(?:given|asked|required|tasked|told|provided|presented|shown|expected|supposed|should|must|needs?|have to|has to|assistant|expert|respond\w*|writes?|writing|find|answers?|answering|decide|tell|explain|describe|create|translate|summari[sz]e|classify|generate|using|how|what|why|when|where|who)\b)(?:(?:you(?:'re| are| have| had| live| own| were| will be| can't| cannot| can(?! (?:use|find|choose|also|write|add|see|make|try|start|ask|answer|explain|give|include|assume)))|your (?:(?!task|job|goal|answer|response|mission|name)[\p{L}'-]+ ){1,3}(?:is|are|has|have|was|were|may be)) [^?:;"…]{2,90}|i(?:'m| am) (?:an?|the|not an?|your) [^?:;,"…]{2,50}|my (?:name|eyes|hair|job|house|car|favou?rite [\p{L}]+) (?:is|are) [^?:;,"…]{2,50})\.?$/iu,
  ],
};

/** Instructions about whoever answers. Silent in languages of which there are no words here. */
export const personalQuestion = textFilter({
  name: 'personalQuestion',
  version: 5,
  stage: 'instruction',
  fields,
  isOn: (settings) => settings.personalQuestion,
  check(subject, settings) {
    const { instruction, language } = subject;
    const asked = spelledOut(askingWords(instruction));
    const told =
      subject.before === undefined && !/[.!] /u.test(asked) ? foundIn(asked, language, tellsOnly) : undefined;
    if (told !== undefined) return rejected(`asks nothing, and says who somebody is: "${told}"`);
    const found =
      worksOnText.test(asked) || speaksOfQuestions.test(asked) ? undefined : lifeIn(asked, language);
    if (found !== undefined) return rejected(`asks for a life of the one who answers: "${found}"`);
    return settings.unaskableBy === 'words' && !hasPart(subject)
      ? askedByWords('personalQuestion', subject)
      : passed;
  },
});

/** Whether somebody else is to answer, who may have a life. */
export const hasPart = ({ instruction }: Pick<Subject, 'instruction'>): boolean =>
  givesPart.test(askingWords(instruction));

/** What of a life is asked for, in its words; undefined where nothing is. */
export function lifeIn(asked: string, language: string): string | undefined {
  if (givesPart.test(asked)) return undefined;
  const sentences = asked.split(/(?<=[.?!]) /u);
  for (const sentence of sentences) {
    const makes = asksToMake(sentence) || asksToMake(asked);
    const found = makes
      ? (foundIn(sentence, language, madeOfOwnLife) ?? foundIn(sentence, language, ownMatter))
      : (foundIn(sentence, language, ownChoice) ??
        (supposes.test(asked)
          ? undefined
          : (foundIn(sentence, language, patterns) ?? foundIn(sentence, language, ownLife))));
    if (found !== undefined) return found;
  }
  return undefined;
}
