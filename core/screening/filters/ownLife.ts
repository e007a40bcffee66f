import type { Lexicon } from './lexicon';

/**
 * How somebody is asked for a life of their own, by grammar more than by topic: what "you" did, has, feels or is. What "you" may, must or
 * could do is anybody's, and what "you" were given or said is the talk at hand.
 */

const adverbs =
  '(?:(?:ever|never|always|recently|once|really|most|personally|still|just|last|first|truly|actually|usually|often|both|all|also|\\p{L}+ly) )*';

/** Past forms that no present has. */
const irregular =
  'were|was|had|did|went|saw|met|made|felt|bought|won|lost|broke|took|gave|got|learnt|knew|told|taught|wore|stole|drank|drove|grew|ate|spent|thought|fell|sang|danced|began|chose|found|kept|left|slept|stood|swam|threw|understood|woke|fought|forgave|forgot|hid|held|sold|sent|ran|rode|came|became|overcame|dreamt|brought|caught|built|flew|spoke|heard';
const participle =
  'been(?! (?:given|asked|told|provided|programmed|trained|selected|assigned|hired|chosen)(?!\\p{L}))|seen|done|gone|known|taken|given(?! (?:a|an|the|two|three|some|below|above|access))|eaten|broken|written|driven|stolen|drunk|worn|grown|fallen|forgiven|forgotten|hidden|chosen|flown|spoken|sung|begun|ridden|swum|had to';
const regular = '(?!need|feed|proceed|succeed|speed|bleed|breed|exceed|weed|seed|embed|shed|wed)\\p{L}{2,}ed';
const past = `(?:${irregular}|${participle}|${regular})(?![\\p{L}-])`;

/** What was said and done in the talk at hand, or by whoever works something out. */
const inThisTalk =
  '(?:said|mentioned|wondered|noticed|provided|suggested|recommended|listed|used|asked|answered|described|stated|generated|solved|arrived|derived|computed|calculated|concluded|chose(?! (?:to|your))|found(?! (?:it|out|love|yourself|your))|got(?! (?:married|fired|lost|drunk|hurt|sick|into|in trouble|your|caught|scared|to know|angry|a ))|reached|determined|applied|made(?: (?:this|that|these|the (?:choice|changes?))))';

const feelings =
  '(?:happ(?:y|iest)|sad|emotional|cry|laugh|smile|proud|angry|mad|nervous|anxious|excited|jealous|feel (?!(?:full|sleepy|sick|dizzy|tired|hungry|nauseous)\\b)\\p{L}+|nostalgic|uncomfortable|afraid|scared|lonely|bored|blush|embarrassed|ashamed|passionate|grateful|thankful|optimistic|hopeful|calm|relaxed|insecure|frustrated|guilty|homesick|lose your temper|lose track of time|who you are|up at night|awake(?: at night)?|going|crazy)';

/** What opens a question or a request to tell. */
const asking =
  "(?:who|what|which|where|when|how|is there|are there|was there|do|does|did|has|have|name|tell|describe|share|list|give|recall|say|talk|discuss|explain|reflect|walk me|any)(?:'s|'re)?\\b";

export const ownLife: Lexicon = {
  en: [
    // The street where you grew up; how you met your partner; a conflict you had.
    new RegExp(
      `(?<!\\b(?:are|if|once|after|until|unless|soon as|whether|suppose|say|assuming|what happens when) )\\byou(?:'ve| have(?! left\\b)|'d| had)? ${adverbs}(?!${inThisTalk}(?!\\p{L}))${past}`,
      'iu',
    ),
    // Other than what you normally do. Show how you usually spend a Sunday.
    /\b(?:what|than|how|where|who|whom|the way|(?:some|any|no)(?:thing|one|body|where)|things?|as|like)(?: that)? you (?:normally|usually|typically|generally|often|always|never|sometimes|rarely|seldom|hardly ever|tend to|like to|love to|hate to|want to be|enjoy|do every|would never|do (?:for fun|on (?:your|a) \p{L}+|in your (?:free|spare) time|all day|each day|at (?:work|home|night)))(?![\p{L}-])(?! (?:need|have to|find|use|call|get|see|add|know)\b)(?!.{0,40}\b(?:can|should|could|must) you\b)/iu,
    /^(?:so |and )?(?:what|how|where|when|who|why|which [\p{L} ]{2,30}) (?:do|are) you (?:plan|intend|hope|planning|intending|hoping|going|dreaming) to\b(?! (?:need|use)\b)/iu,
    /^(?:please )?make (?:a|an|one|three|your|some) (?:\p{L}+ )?wish(?:es)?(?!\p{L})/iu,
    /^(?:so |and )?(?:where|with whom|whom|who) would you (?!find|look|expect|see|put|place|add|use|insert|classify|recommend|suggest|say|consider|describe|contact|call (?:for|if|to)|go (?:to (?:get|find|buy|report)|for)|start (?:to|with))\p{L}+/iu,
    /^(?:so |and )?(?:what|which|who|name|tell me|describe)\b.{0,60}\b(?:in|of|from) your (?:native |own |home )?(?:language|country|culture|tradition|religion|homeland)(?! (?:should|can|must|is required|allows?)\b)(?![\p{L}-])/iu,
    // What is the colour of your hat?
    /^(?:so |and |tell me )?(?:what(?:'s| is| are| was) )?the (?:colou?rs?|names?|size|age|brand|shape|smell|price|make|model|weight|height|title) of your (?!(?:\p{L}+ )?(?:urine|skin|tongue|eyes?|blood|stool|tooth|teeth|nails?|business|company|product|project|essay|paper|file|variable|function|class|dataset|website|story|poem|choice)(?!\p{L}))[\p{L} -]{2,40}\s?[?.]?$/iu,
    // A habit of yours. Does yours snore as well?
    /\bof yours\b(?! truly)|\b(?:does|do|did|is|are|was|were|has|have) yours\b|\b(?:what|how) about (?:yours|you)\s?\?|\b(?:and|what's|what is) yours\s?\?/iu,
    // Something that makes you smile. What keeps you going?
    new RegExp(
      `^(?:.{0,40}[,;] )?(?:so |and |but |hey,? |please |can you |could you )*${asking}.{0,80}\\b(?:makes?|made|gets?|got|leaves?|left|keeps?|kept|drives?|drove|puts?) you ${adverbs}(?:so |very |the )*${feelings}(?!\\p{L})`,
      'iu',
    ),
    /\b(?:reminds?|reminded) you of\b|\b(?:means?|meant|matters?|mattered) (?:the )?(?:most|a lot|so much|anything|more) to you\b|\bchanged (?:the way|how|what) you\b|\b(?:comes?|came) to (?:your )?mind when you\b|\b(?:hurts?|bothers?|annoys?|moves?|touche[sd]|scares?|fascinates?|irritates?|excites?|frightens?|terrifie[sd]|disappoint(?:s|ed)|impress(?:es|ed)) you\b(?=.{0,60}\?|.{0,20}$)/iu,
    // Something you are proud of.
    new RegExp(
      `\\b(?:things?|someone|somebody|something|anything|who|whom|what|which|people|person|skill|achievement|moment|topics?|causes?|subjects?)(?: (?:that|whom|which|for which|of which))? (?:are you|you're|you are) ${adverbs}(?:so |very |quite )*(?:proud|afraid|scared|ashamed|grateful|thankful|passionate|jealous|fond|tired|sick|worried|nervous|excited|terrified|embarrassed|good at|bad at|best at|worst at|terrible at|allergic|addicted|close(?:st)? to|looking forward|crazy about|obsessed|curious|sorry|insecure|loyal)\\b`,
      'iu',
    ),
    // Are you left-handed?
    /(?:^|[.!?;,] |\b(?:and|but|so) )(?:are|aren't) you (?!able|sure|familiar|aware|ready|allowed|going|trying|looking|supposed|using|planning|eligible|required|interested in (?:learning|knowing)|struggling|given|kidding|there\b|entitled|likely|still (?:able|eligible)|to\b|better off)\p{L}+/iu,
    // Which scar on your body has the best story?
    /^(?:which|what|who)(?:'s| is| are)?(?: (?:the|a|an|one|person|people))?(?: [\p{L}'-]+){0,3} (?:on|in|of|from|at) your (?:own )?(?:body|face|life|past|childhood|youth|family|house|home|home ?town|flat|apartment|room|bedroom|street|garden|neighbou?rhood|class|school|school ?days|wardrobe|kitchen|fridge|friends?|parents|siblings|relatives|neighbou?rs|colleagues)\b(?! (?:should|can|could|need|must|when you|if you|are (?:the )?(?:largest|responsible|used)))/iu,
    /\b(?:did|was|were|had|has)\b.{0,40}\byour (?:own )?(?:family|parents|mother|father|mum|mom|dad|grand(?:parents|mother|father|ma|pa|dad|mum)|brothers?|sisters?|siblings|friends?|best friend|teachers?|school|class(?:mates)?|boss|colleagues|co-?workers|neighbou?rs?|partner|husband|wife|kids|children|childhood|life|week|weekend|day|morning|night|birthday|holidays?|vacation|first|last|worst|best|home)\b/iu,
    // Told along the way: a typical morning, the last weekend.
    /^(?:please |can you |could you )*(?:walk|take|talk|guide) me through (?:(?:a|an|one|some|the|your) )?(?:[\p{L}'-]+ ){0,4}?(?:your|you)\b(?! (?:reasoning|answer|solution|thinking|approach|code|steps|would (?:solve|use|do|write|debug|approach)))/iu,
    /^(?:.{0,60}[,;] )?(?:please )?(?:open up|be honest|think back|look(?:ing)? back|speak)\b.{0,60}\b(?:you|your|yourself)\b/iu,
    /\bthe (?:most \p{L}+|\p{L}+est|best|worst) (?:[\p{L}'-]+ ){1,3}?(?:that )?you (?:know|own|have|remember|can think of from your)\b(?! (?:about|how|to))|^(?:so |and )?what(?:'s| is) (?:in|on|under|inside|behind) your (?!opinion|view|mind (?:when|if)|experience,)|\bbrings? back (?:\p{L}+ )?memories\b(?=.*\?)|\b(?:rate|judge|assess|describe) your own (?!answer|response|work|writing|output|text|code|summary)/iu,
    // The most amazing vacation ever: nobody's, if not whose who answers.
    /^(?:so |and )?(?:what|which)(?:'s| is| was| has been) the (?:most \p{L}+|\p{L}+est|best|worst) (?:[\p{L}-]+ )?(?:vacation|trip|holiday|journey|adventure|memory|experience|date|meal|nightmare|dream|party|concert|birthday|wedding|surprise|compliment|gift|present|thing (?:in|about) life)(?: ever| of all time| in life| (?:to|you could) (?:ever )?(?:have|get|receive|experience))?\s?\?$/iu,
    // The most difficult part of your job.
    /^(?:so |and )?(?:what|which|who)(?:'s| is| are| was| were) the .{1,50} (?:of|about|in|from|at) your (?:own )?(?:job|work|career|profession|day|week|weekend|life|year|childhood|youth|family|marriage|relationship|personality|past|culture|hometown|routine|school days|travels|hobby|(?:last|first) \p{L}+)\b(?!.*\b(?:should|could|can|if)\b)|^how many .{1,40} would you (?:have|like|want)\b/iu,
    // Small talk.
    /^(?:so|hey|hi|hello|well|ok|okay|anyway|yo|good (?:morning|evening|afternoon))?[,! ]*(?:what(?:'s| is) (?:new|up)\b(?=.{0,12}(?:\?|$)|.{0,6}with you)|how's (?:it going|life|everything|things|work|your)|how (?:is|are) (?:things|life|everything)\b(?=.{0,12}\?)|how have you been|how do you do\b|how was your|long time no (?:see|talk)|anything (?:exciting|new|interesting|fun|good) (?:happen|going on|planned))|\bnew with you\b|\bup to (?:lately|these days|recently|this weekend|today)\b(?=.*\?)|\bplans for (?:tonight|the weekend|this weekend|tomorrow|the evening|later|the holidays)\s?\?/iu,
    // When you wake up, what do you do first?
    /\bwhen you(?:'re| are)? .{2,40}, (?:what|who|whom|where|how|which [\p{L}]+) (?:do|are) you (?!need|have to|use\b|call\b|know\b|get\b|add\b|check)/iu,
    /\bwhat (?:would|do) (?:you|people|others|they) (?:say|think|notice|like|dislike) (?:about|of) you\b|\bpeople (?:\p{L}+ )?(?:say|think|notice|know|misunderstand|get wrong) (?:\p{L}+ )?(?:about|of) you\b|\bknows? you (?:best|well)\b/iu,
    // First car? Star sign? A form to be filled in.
    /^(?:your )?(?:(?:first|last|worst|best|happiest|saddest|biggest|celebrity|childhood|secret|favou?rite|current|earliest) (?:[\p{L}-]+ )?(?:cars?|crush|kiss|jobs?|boss|teachers?|dates?|pets?|concerts?|loves?|holidays?|vacations?|memor(?:y|ies)|birthdays?|phones?|schools?|friends?|flats?|tattoos?|drinks?|fights?|regrets?|fears?|colou?rs?|foods?|movies?|films?|bands?|haircuts?|purchases?)|(?:star|zodiac) sign|home ?town|nickname|occupation|marital status|date of birth|shoe size|middle name|maiden name)(?: (?:ever|and why|(?:that )?you(?:'ve| have)? (?:ever )?had))?\s?\?$/iu,
    /\b(?:give|tell|send|state|write down|leave|provide|spell)(?: me| us)? your (?:own |full |home |real |exact )*(?:address|date of birth|(?:phone|telephone|mobile|cell) number|e-?mail address|surname|last name|first name|middle name|maiden name|shoe size|height|weight|marital status|bank details)(?! (?:in|as|field|column|line) (?:an?|the)\b)\b/iu,
    // What colour is your front door? Do your hands shake?
    /^(?:so |and |but )?(?:what (?:colou?r|size|kind of [\p{L}]+|shape|breed|brand)(?:'s| is| are| was| were)|do|does|did|is|are|was|were|has|have) your (?:own |old |new |first )?(?:front door|door|car|bike|house|flat|apartment|room|bedroom|kitchen|garden|balcony|bed|sofa|handbag|wallet|hands?|knees?|elbows?|shoulders?|ears?|lips|voice|accent|handwriting|hair|eyes|scars?|tattoos?|glasses|shoes|flatmates?|room-?mates?|in-laws|ex|nephews?|nieces?|colleagues?|co-?workers?|classmates?|grandchildren|tribe)(?![\p{L}-])(?! (?:allowed|supposed|required|legally|insured|covered|need|have to|in the (?:right|correct)|on the (?:keyboard|steering))\b)/iu,
    // Five reasons why you prefer tea.
    /^(?:please |can you |could you )*(?:give|name|list|write|tell|say|explain|describe|find|state|think of)\b[^:?"“]{0,40}\bwhy (?:you(?:'re| are) (?:not )?(?:an?|the|my|such an?|better|special|single|late|alone|so \p{L}+)|(?:do )?you (?:\p{L}+ly )?(?:prefer|like|love|hate|dislike|enjoy|want|wanted|fear|miss|admire|trust|became|married|moved|quit|feel (?!that\b)\p{L}+|are (?:so )?(?:happy|sad|afraid|angry|proud|thankful|grateful|in love|single|late)))(?!\p{L})/iu,
    /\byou (?:cannot|can't|can not|could(?:n't| not| never)|can never|would never) (?:imagine (?:your |a )?(?:life|day|living)|live|do|be|leave (?:home|the house)|survive|go (?:a day|anywhere)) without\b|\b(?:list|circle|group|names?) of your (?:own )?(?:friends|family|relatives|neighbou?rs|colleagues)\b/iu,
    // How did the move change your marriage?
    /\bhow (?:did|has|have) .{2,50} (?:chang|affect|shap|influenc|test)ed? your (?:own )?(?:life|marriage|famil(?:y|ies)|childhood|friendships?|relationships?|outlook|career|personality|views?|faith|daily life|mood|sleep|body)\b/iu,
    /^(?:as .{3,40}, )?what do you (?:(?:worry|dream|care|daydream|fantasi[sz]e|complain|argue|fight) about|think about (?:when|before|at night|most)|do (?:on the (?:train|bus|tram|way)|in the (?:evenings?|mornings?)|at night|after (?:work|school|dinner|hours)|before (?:bed|work|school)|at (?:the )?weekends?)|look forward to|live for|save (?:up )?for)(?![\p{L}-])(?!.*\bif\b)/iu,
    /^(?:in|at|during|from|with|since|after|before) your (?:own |last |first |previous |current |old )?(?:marriage|family|house|home|relationship|job|childhood|youth|school ?days|teens|twenties|thirties|pregnancy|divorce|home ?town|day off|free time|spare time|travels|wedding|retirement|illness)(?!.*\b(?:should|can|could|must|may|might|if)\b).{0,40}[, ](?:who|whom|what|which|how|where|when|why|did|do|was|were|is|have)\b/iu,
    /^(?:please |can you |could you )*(?:draw up|keep|start|show|read|present|fill in)(?: me| us| out)? your (?:own )?(?:(?:short|brief|complete|honest) )?(?:auto-?biography|memoirs?|cv|curriculum vitae|r[ée]sum[ée]|diary|journal|life story|last will|bucket list|family tree|dating profile|(?:daily|weekly|real) schedule|bio(?:graphy)?)(?![\p{L}-])|\bpresent yourself (?:to|in (?:\p{L}+|\d+) (?:sentences?|words?|minutes?)|briefly|shortly)(?! (?:an? )?(?:employer|interviewer|investor)s?\b)/iu,
    // What was lived through together.
    /^(?:do you )?(?:remember|recall|think back to) (?:the|that|when|our|how)\b.{0,40}\bwe (?:took|went|had|met|were|did|saw|used|spent|played|ate|got|danced|sang|lived|talked|bought|made)(?!\p{L})|^(?:so |and |hey,? )?(?:what|where|whom?|when) did we (?:two )?(?:talk|speak|do|eat|agree|argue|meet|go|dance|see|first|last)\b.*\b(?:yesterday|last|dinner|lunch|first (?:time|date)|that (?:day|night))\b/iu,
    /^(?:so|hey|hi|well|ok|okay|anyway|and|good to see you(?: again)?)?[,.!]* ?(?:how(?:'s| is| are| was| were) (?:the|that) (?:family|kids|wife|husband|little one|baby|missus|old man|in-laws|new (?:job|flat|house|place|baby|car|school|boss|apartment)|dog|cat)|how did (?:the|your|it|things|everything|that) ?(?:[\p{L}-]+ )?(?:interview|date|exam|test|party|trip|wedding|move|meeting|game|match|talk|appointment|surgery)? ?go|(?:did you )?miss(?:ed)? me)\s?\?/iu,
    // A program with a private life.
    /^(?:do|does|did|is|are|was|has|have|can|will|would) (?:the|this|our) (?:ai|assistant|chat ?bot|bot|language model|program)\b(?=.*\b(?:feel\w*|lonely|happy|unhappy|bored|dream\w*|sad|tired|in love|fall in love|family|friends?|parents?|birthday|afraid|scared|sleep|its (?:own )?(?:life|job|name|day|body)|like (?:living|working|being)|enjoy|remember|miss)\b)|\b(?:an? (?:ai|robot|machine|bot)|machines|robots) like you\b(?=.*\?)/iu,
  ],
  de: [
    // Whoever is asked with "du" is asked for a life, unless for a favour, an opinion, or as anybody.
    /^(?!.*(?<!\p{L})(?:wenn|falls|sobald|bevor|nachdem|damit) du(?!\p{L}))(?!.*(?<!\p{L})(?:kannst|könntest|würdest|willst|sollst|solltest|musst|brauchst|denkst|meinst|hältst|findest|weißt|kennst|empfiehlst|siehst|verstehst|sagst|nennst|schreibst|berechnest|löst|erklärst|kochst|verwendest|benutzt|stellst) du(?!\p{L}))(?!.*(?<!\p{L})deine[rnm]? (?:meinung|antwort|lösung|begründung|ansicht|einschätzung|aufgabe|sicht|empfehlung|vorschläge?|überlegung\p{L}*)(?!\p{L}))(?:.*(?<!\p{L})(?:\p{L}+st|hast|bist|warst|wirst|isst|liest) du(?!\p{L}).*|.*(?<!\p{L})(?:du|dich|dir|dein(?:e[nmrs]?)?)(?!\p{L}).*\?|(?:erzähl|beschreib|nenn|verrat|berichte|schildere?|teile?|erinnere?|sag)\p{L}*(?!\p{L}).*(?<!\p{L})(?:du|dich|dir|dein(?:e[nmrs]?)?)(?!\p{L}).*)/iu,
    /^(?:Haben|Hatten|Sind|Waren|Mögen|Leben|Wohnen|Glauben|Fühlen|Träumen|Essen|Schlafen) Sie(?!\p{L})(?! (?:Fragen|sicher|bereit|Tipps|Vorschläge|Ideen|eine Idee|einen (?:Tipp|Vorschlag)))/u,
  ],
  es: [
    /^(?!.*(?<!\p{L})(?:si|cuando|antes de que) (?:tienes|eres|has|te|quieres|vives)(?!\p{L}))(?!.*(?<!\p{L})(?:puedes|podrías|debes|deberías|opinas|piensas|crees que|recomiendas|sugieres|usarías|explicarías)(?!\p{L}))(?=.*\?|¿|(?:cuéntame|háblame|dime|describe|comparte|nombra|relata|menciona)(?!\p{L})).*(?<!\p{L})(?:eres|tienes|tenías|has (?:\p{L}+ )?(?:\p{L}+[aií]do|hecho|visto|dicho|escrito|roto|muerto|vuelto|puesto)|fuiste|eras|naciste|creciste|vives|viviste|haces|hacías|hiciste|sientes|sentiste|comes|comiste|desayunas|cenas|duermes|dormiste|sueñas|soñabas|prefieres|odias|amas|extrañas|recuerdas|trabajas|estudiaste|conociste|viajaste|aprendiste|tuviste|estuviste|pasaste|lloras|lloraste|te (?:hacen|gust\p{L}+|sient\p{L}+|sentiste|dan?|dio|daba|hace|hizo|llamas|dedicas|arrepientes|enamor\p{L}+|consideras|llevas|levantas|acuestas|despiertas|molesta|pone|emociona|preocupa|relajas|enseñó|regalaron)|llevas (?:gafas|barba|el pelo|puesto)|tuy[oa]s?|de ti|contigo)(?!\p{L})/iu,
    /^(?:por favor,? )?(?:cuéntame|háblame|cuéntanos|descríbeme|hablemos)(?!\p{L}).*(?<!\p{L})(?:tus?|ti|tuy[oa]s?)(?!\p{L})/iu,
    /(?<!\p{L})(?:tiene|es|ha|vive|nació|trabaja|siente) usted(?!\p{L})/iu,
  ],
  fr: [
    /^(?:s'il te plaît,? )?(?:raconte|parle|décris)(?:-moi|-nous)?(?!\p{L}).*(?<!\p{L})(?:ton|ta|tes|toi)(?!\p{L})/iu,
    /^(?!.*(?<!\p{L})(?:si|quand|lorsque|avant que) (?:tu|vous)(?!\p{L}))(?!.*(?<!\p{L})(?:peux-tu|pourrais-tu|tu (?:peux|pourrais|dois|penses|proposes|recommandes|conseilles)|penses-tu|crois-tu que|conseilles-tu|proposes-tu|t'a (?:donné|fourni))(?!\p{L}))(?=.*\?|(?:raconte|parle|décris|dis|partage|cite|nomme|évoque)(?:-moi)?(?!\p{L})).*(?<!\p{L})(?:tu (?:as|es|étais|avais|fais|faisais|aimes|vis|habites|manges|dors|rêves|préfères|détestes|te \p{L}+|t'\p{L}+|ressens|portes|bois|joues|lis|écoutes|regardes|travailles|viens|vas|crois en|pleures)|(?:as|es|étais|avais|fais|aimes|vis|habites|manges|dors|rêves|préfères|détestes|portes|bois|joues|travailles|ressens|pleures)-tu|t'a (?:appris|offert|manqué|élevée?)|te (?:sens|souviens|rends|rappelles|fait|font|manque|plaît|touche|inquiète)|(?:de|chez|pour|à|sur) toi|(?:le|la|les) tien(?:ne)?s?)(?!\p{L})/iu,
    /(?<!\p{L})(?:avez|êtes|étiez|aimez|vivez|habitez|rêvez|mangez)-vous(?!\p{L})(?! (?:des (?:conseils|idées|suggestions|questions|astuces)|une (?:idée|suggestion|recette)|besoin|prête?s?|sûre?s?))/iu,
  ],
};

/** Of a supposed case, the own choice: "If you could live anywhere, where would you go?" */
export const ownChoice: Lexicon = {
  en: [
    /\bif you (?:(?:have|had|were|are) (?:forced )?to|must|could only) (?:choose|pick|decide|keep|save)(?! (?:a|an|the|between) (?:right|correct))\b/iu,
    /\bif you (?:had to(?! (?:explain|write|teach|summari[sz]e|translate|define|draw|program)\b)|could(?! (?:explain|write|help|tell|give|please|provide|list|describe how)))\b(?=.*\b(?:who|whom|what|which|where|when|how|why|one)\b)(?=.*\b(?:would|who|what|which|where)\b).*/iu,
    /\bif you (?:(?:were|are) (?:given|offered|left|granted)|won|found|inherited|had (?:an?|one|all|no|unlimited|enough|three) [\p{L}-]+)\b[^\d]{0,60}\b(?:would|will) you (?!have\b(?! (?:for|on|with)\b)|need\b|get\b|end up)/iu,
    /^(?:in|on) (?:an?|the) (?:[\p{L}-]+ ){0,2}?(?:world|planet|city|country|future|universe|place|room|house|land|island|forest)\b.{0,80}[, ](?:what|who|whom|where|how) (?:do|would|will|are) you (?!call\b|need\b|find\b|get\b|say\b|use\b|know\b)/iu,
    /\bif your (?:own )?(?:house|home|flat|apartment|best friend|life|parents|boss|partner)\b.{1,60}\bwould you\b/iu,
  ],
  de: [
    /(?<!\p{L})wenn du (?=.{0,80}(?<!\p{L})(?:könntest|müsstest)(?!\p{L})).*(?:wen|was|welche[nrs]?|wo(?:hin)?|wer)(?!\p{L})/iu,
  ],
  es: [/(?<!\p{L})si (?:pudieras|tuvieras que)(?!\p{L}).*(?:qué|quién|cuál|dónde|adónde)/iu],
  fr: [/(?<!\p{L})si tu (?:pouvais|devais)(?!\p{L}).*(?:qui|que|quoi|quel|où)/iu],
};

/** Of a text that is to be made: its matter is the life of who writes it. */
export const ownMatter: Lexicon = {
  en: [
    // Write your autobiography. Draw up your schedule of yesterday.
    /^(?:please |can you |could you )*(?:write|draft|compose|create|make|prepare|draw up|keep|start)(?: me| us| down)? your (?:own )?(?:(?:short|brief|complete|honest) )?(?:auto-?biography|memoirs?|cv|curriculum vitae|r[ée]sum[ée]|obituary|epitaph|diary|journal|life story|last will|bucket list|family tree|dating profile|(?:daily|weekly|real) schedule|bio(?:graphy)?)(?![\p{L}-])/iu,
    // A recipe with the ingredients you already have.
    /\b(?:with|from|using|of|out of) (?:the |what |only |just |some |any )*(?:[\p{L}-]+ ){0,2}?(?:that )?you (?:already |currently )(?:have|own|know|wear|use)\b|\byou (?:already )?have (?:at home|in your (?!opinion|view))/iu,
    /\b(?:map|picture|drawing|list|description|photo|guide|portrait|sketch) of your (?:own )?(?:[\p{L}-]+ )?(?:city|town|village|street|country|neighbou?rhood|house|home|room|garden|family|friends?|pets?|dog|cat|face|hand|body|life|school)(?![\p{L}-])/iu,
    // A list of things that make you happy.
    new RegExp(
      `\\b(?:things?|people|places|foods?|songs?|books?|films?|movies?|moments?|memories|reasons|subjects?|dishes)(?: (?:that|which|who|whom|where))? (?:(?:makes?|keeps?|brings?) you ${adverbs}${feelings}|you (?:like|love|own|enjoy|hate|miss|regret|wish|fear|dream of|want to (?:achieve|be|become|do|see|visit)|can't (?:stand|live)))(?!\\p{L})`,
      'iu',
    ),
    new RegExp(
      `\\b(?:about|on|of|describing|recounting|telling|explaining) (?:how|when|where|why|what|who|(?:the|a|an|your|some)(?: [\\p{L}'-]+){1,4}?(?: (?:when|where|who|that|which))?) you(?:'ve| have)? ${adverbs}(?!${inThisTalk}(?!\\p{L}))${past}`,
      'iu',
    ),
    /\b(?:about|on|of|describing) (?:[\p{L}'-]+ ){1,4}of yours\b/iu,
  ],
};

/** "u" and "ur", as they are typed. */
export const spelledOut = (asked: string): string =>
  asked
    .replace(/\bu\b(?!\.)/gu, 'you')
    .replace(/\bur\b/giu, 'your')
    .replace(/\br you\b/giu, 'are you');
