/**
 * What models say after an answer. Each pattern is of one sentence or line from its first letter on; what it leaves open is tried once from
 * each place where a bounded beginning fits.
 */

/** Said by nobody but who has just answered somebody: more is offered, or is it right. */
export const offers: readonly RegExp[] = [
  /^(?:please |just |do |and |so |but |also,? )*(?:tell me|let me know|give me a shout|say the word|drop me a line|ping me|ask(?: me)?|reach out|message me|share)(?:\b.{0,60})?\b(?:if|whether|what|which|how|should|when(?:ever)?|any ?time|with)\b.{0,120}\b(?:you|your|else|more|further|changes?|adjust\w*|questions?|version|different|feedback|tweak\w*|revis\w*)\b/iu,
  /^(?:and |so |but |of course,? |otherwise,? )?(?:if|should|in case|whenever) (?:you|there|that|this|it|any(?:thing)?)\b.{0,160}\b(?:i(?:[’']m| am)? (?:can|could|will|would|here|happy|glad|able)|i[’']ll|i[’']d|let me know|tell me|just (?:ask|say|tell me|let me)|ask (?:me|away)|please ask|(?:feel )?free to (?:ask|reach)|(?:don[’']t|do not) hesitate|reach out|say the word)\b/iu,
  /^i(?:[’']d| would)? (?:can|could|be (?:happy|glad)|am happy|will gladly|[’']m happy|love)(?: also)?(?: to)? (?:also |further |certainly |gladly )?(?:make|adjust|write|provide|give|expand|elaborate|change|rewrite|revise|tailor|add|offer|suggest|create|help|shorten|refine|tweak|explain|go|do)\b.{0,160}\b(?:if|for you|you[’']d|you|your|too|as well|instead)\b/iu,
  /^(?:does|do|did|is|are|will|would) (?:this|that|it|these|those|any of (?:these|those)) (?:\w+ ){0,3}(?:help|fit|work|match|suit|meet|sound|look|answer|make sense|clear|what you|okay|ok|good|right|satisfy|serve|capture|enough|useful|helpful)\b.{0,100}\?/iu,
  /^(?:is|are) (?:there|you) (?:another|any other|anything|other|something|any|looking for|interested in|curious about)\b.{0,120}\byou\b.{0,80}\?|^(?:is there|are there) (?:any )?(?:another|other|more)\b.{0,100}\b(?:you|help|know|explain)\b.{0,60}\?/iu,
  /^(?:do you have|have you|got) any (?:other |more |further |additional )?(?:questions?|requests?|preferences?)\b.{0,80}\?|^any (?:other |more |further )?(?:questions|changes|preferences)\b.{0,40}\?/iu,
  /^(?:would you (?:like|prefer|want)|do you want|shall i|should i|can i|could i|may i|want me to|need me to|what else (?:can|could|may|would)|how (?:else )?(?:can|may) i)\b.{0,100}\b(?:i|me|another|other|options?|alternatives?|any|more|version|else|further|different|longer|shorter|example|examples|details?)\b.{0,100}\?/iu,
  /^(?:(?:i (?:really |do |sincerely |certainly )?)?hope|hopefully,?) (?:that )?(?:you(?:[’']ll| will)? (?:find (?:it|this|that|these|them) (?:\w+ )?(?:help|use|inform|enjoy|interest|satisf|insp)\w*|(?:like|enjoy|love) (?:it|this|these|them|my|(?:the|your) \w+[.!]))|(?:this|that|it|these|my|the \w+)\b.{0,60}\b(?:help\w*|useful|clear\w*|works?|fits?|suits?|meets?|answers?|enjoy|like|smile|laugh|you want(?:ed)?|you asked|gives you|need(?:ed)?|looking for|sense|inspir\w*|it!|for you|to your liking|request|expectations)\b)/iu,
  /^(?:happy|glad|pleased|always happy|i[’']m always glad|i[’']m happy) to (?:help|assist|revise|adjust|tweak|make|provide|refine|expand|elaborate|explain|clarify|answer)\b/iu,
  /^(?:looking forward to|i look forward to) (?:your feedback|hearing (?:your|what you)|helping)/iu,
  /^(?:please |just |so )*let me know\s*[.!]$/iu,
  /^(?:please |just )?feel free to (?:use (?:this|it|any|these|them)|expand|build on|copy|reuse|rework|rephrase|shorten|ask)\b/iu,
  /^(?:please |kindly )?(?:provide|share|send|specify|give)(?: me)?\b.{0,80}\b(?:if you|so (?:that )?i|and i[’']?(?:ll| will| can)?)\b/iu,
  /^(?:pretty|quite|very|so|how) \w+,? (?:right|huh|isn[’']t it)\?/iu,
  /^(?:want|wanna|curious|interested in|care)(?: to| in| for)?\b.{0,40}\b(?:know|hear|learn|see|try|more|another)\b.{0,60}\?/iu,
  /^any (?:questions|thoughts|feedback|preferences|changes)\s*\?/iu,
  /^need (?:more|another|anything|something|other|further|any)\b.{0,60}\?/iu,
  /^you(?:[’']re| are) (?:very |most )?welcome\b[^.!?]{0,40}[.!]?$/iu,
  // German
  /^(?:ich hoffe|hoffentlich)\b.{0,80}\b(?:hilft|helfen|weiter(?:helfen)?|hilfreich|gefällt|gefallen|geholfen|verständlich|klar|nützlich|spaß|passt)\b|^(?:(?:wenn|falls|sollten?|bei) (?:du|sie|ihr|etwas|das|noch|weiteren?)\b.{0,100}\b(?:melde|melden|frag\w*|sag\w* (?:mir|einfach|bescheid)|lass\w* (?:es )?mich|helfe|gerne?|verfügung|wissen|bescheid)\b|(?:sag|gib|sagen sie|geben sie|lass|lassen sie|melde|melden sie|frag|fragen sie|schreib)\b.{0,40}\b(?:mir|mich|dich|sich|einfach)\b.{0,100}\b(?:wenn|falls|ob|bescheid|gerne?)\b|(?:möchtest|brauchst|willst|hast|benötigst|suchst|wünschst) du\b.{0,80}\b(?:noch|mehr|weitere\w*|ich|andere\w*)\b.{0,80}\?|(?:möchten|brauchen|haben|wünschen|benötigen) sie\b.{0,80}\b(?:noch|mehr|weitere\w*|ich|andere\w*)\b.{0,80}\?|soll ich\b.{0,100}\?|(?:passt|gefällt) (?:das|dir|ihnen)\b.{0,60}\?|(?:kann ich|gibt es) (?:sonst |noch )\b.{0,80}\?|ich (?:kann|helfe|stehe)\b.{0,60}\b(?:gerne?|jederzeit|verfügung)\b)/iu,
  // Spanish
  /^¡?(?:espero (?:que|haber(?:te|le)?)\b.{0,60}\b(?:sirva|ayud\w*|útil|guste|claro|encaje|gusten)|(?:si|en caso de que|cualquier)\b.{0,100}\b(?:dímelo|dígame|dime|avísame|avíseme|pregúntame|pregunta|preguntar|dudes?|aquí (?:estoy|para)|ayudarte|ayudarle|encantad[oa]|házmelo|hágamelo|consultarme|pregunte)|(?:dime|avísame|hazme saber|házmelo saber|déjame saber|cuéntame|no dudes|no dude|estoy aquí|estaré encantad[oa]|quedo a)(?!\p{L}))|^¿(?:te|le) (?:gusta|gustaría|parece|sirve|ayudo|puedo|gustaron)(?!\p{L}).{0,100}\?|^¿(?:quieres|quiere|necesitas|necesita|deseas|desea|hay algo|puedo|prefieres|tienes alguna|tiene alguna)(?!\p{L}).{0,60}(?:más|otr[oa]s?|que (?:te|le|lo|la)|pregunta|duda|versión|cambi\w*|ayudar\w*).{0,60}\?/iu,
  // Portuguese
  /^(?:espero (?:que|ter)\b.{0,60}(?:ajud\w*|útil|goste|gostado|claro|sirva)|(?:se|caso|qualquer)\b.{0,100}(?:avisar|avise|pergunt\w*|dizer|diga|disposição|à vontade|ajudar|me (?:fale|chame)|hesite)|(?:me avise|me diga|fique à vontade|estou (?:aqui|à disposição)|não hesite)(?!\p{L})|(?:quer|gostaria|precisa|posso|deseja|prefere|há algo)(?!\p{L}).{0,60}(?:mais|outr[oa]s?|que eu|ajudar|versão).{0,60}\?|ficou claro\?|gostou\?)/iu,
  // French
  /^(?:j[’']espère\b.{0,80}(?:aide\w*|utile|plaî\w*|plai\w*|convien\w*|clair\w*|attentes|servi\w*)|(?:n[’']hésite\w*|dites-(?:moi|le-moi)|dis-moi|faites-(?:moi|le-moi)|fais-moi) ?.{0,120}|(?:si|au cas où)(?: vous| tu| cela| ça| besoin).{0,120}(?:dites|dis-|hésite\w*|suis là|faites|aider|demand\w*|volontiers)|(?:souhaitez|voulez|désirez|préférez|avez|veux|souhaites|as)-(?:vous|tu)(?!\p{L}).{0,80}(?:autre\w*|plus|je|version|question\w*|besoin|exemple\w*|davantage).{0,60}\?|(?:est-ce que )?(?:cela|ça) (?:vous|te) (?:convient|plaît|aide|va)[^?]{0,40}\?|puis-je\b.{0,80}\?|je (?:reste|suis) (?:à (?:votre|ta) disposition|là pour))/iu,
  // Italian
  /^(?:spero (?:che|di)\b.{0,60}(?:aiut\w*|util\w*|piac\w*|chiar\w*|serv\w*)|(?:fammi|mi faccia|fatemi) sapere\b|(?:se|qualora)\b.{0,100}(?:dimmi|chied\w*|sapere|esit\w*|disposizione|sono qui|aiut\w*)|non esit\w+|(?:sono|resto) (?:qui|a (?:tua|sua|vostra)? ?disposizione)|(?:vuoi|vuole|desideri|ti serve|hai bisogno|preferisci|posso)\b.{0,80}(?:altr[oiae]|più|che io|aiutar\w*|versione|ancora).{0,60}\?|ti piace\?)/iu,
  // Chinese, Japanese, Korean
  /^(?:希望|但愿|愿)(?:这|以上|我的|对|能|您|你|它|上述).{0,30}(?:帮助|帮到|有用|喜欢|满意|符合|清楚|启发|有所帮助)/u,
  /^(?:如果|如|若|要是|假如)(?:您|你|还|有|需要).{0,40}(?:告诉我|告知|问我|提问|联系我|随时|帮您|帮你|为您|再改|调整|修改|说一声|指出|提出)/u,
  /^(?:还有|您还有|你还有|还需要|您还需要|你还需要|需要我|要不要我|您觉得|你觉得|您想|你想|是否需要|这样(?:可以|行)|有什么|请问还|您需要|你需要)[^？?]{0,40}(?:吗|么|呢|什么|如何|怎么样)?[？?]/u,
  /^(?:请|欢迎|请您)?(?:随时|尽管)(?:告诉|问|联系|提|向我|吩咐|补充)/u,
  /^(?:(?:ご)?参考になれば|(?:お)?役に立て(?:れば|たら|ましたら)|(?:ご)?参考に(?:なさって|して)(?:ください|みてください)|(?:他|ほか|もし|もっと|さらに|ご不明|ご質問|何か|修正|別の|また|いつでも).{0,40}(?:お(?:知らせ|申し付け|尋ね|聞かせ|伝え|問い合わせ|気軽に)|教えて|言って|聞いて|お手伝い|ください|くださいね|でしょうか)|いかがでしょうか|気に入って(?:いただけ|もらえ))/u,
  /^(?:도움이 (?:되|됐)[^.!?\n]{0,12}(?:바랍|바라|좋겠|기를|길|면)|(?:더|추가|다른|혹시|또|궁금|필요|수정|언제든|원하시|마음에)[^.!?\n]{0,40}(?:알려|말씀|물어|문의|질문|연락|요청|해 드릴|도와)[^.!?\n]{0,20}|(?:더|다른|혹시|또)[^.!?\n]{0,30}(?:있으신가요|있나요|필요하신가요|필요하세요|있으세요|궁금하신가요|드릴까요|원하시나요)\??|(?:마음에 드)[^.!?\n]{0,20})/u,
];

/** Questions that also a text asks its readers: talk only as a paragraph of their own. */
export const feedback =
  /^(?:which (?:one|of (?:these|them|those))?\b.{0,40}\b(?:do you|would you|is your|did you|suits|appeals)\b.{0,60}\?|(?:so,? )?what do you think(?: of (?:this|it|these|that))?\?|how (?:does|do|is) (?:this|that|it|these) (?:sound|look|work|feel)\b.{0,40}\?|(?:stay|keep) \w+(?: \w+)?!|(?:sound|look) good\?|what (?:would you|do you want|should i|shall i)\b.{0,60}\?|(?:do|did|would) you (?:like|prefer|want|need)\b.{0,80}\?|(?:is|was) (?:this|that|it) (?:what|okay|ok|helpful|clear|useful|right|enough)\b.{0,60}\?|(?:would|will|could|does) (?:this|that|it|one of (?:these|them)) (?:work|fit|do|suit|help)\b.{0,100}\?|¿(?:qué te parece|te gusta|cuál prefieres)[^?]{0,40}\?|qu[’']en (?:pensez-vous|penses-tu)[^?]{0,20}\?|was (?:denkst|meinst) du[^?]{0,20}\?|(?:che ne pensi|o que (?:você )?acha)[^?]{0,20}\?|你觉得(?:怎么样|如何)[？?]|いかがですか[？?。]|어떠세요\?|어떤가요\?)$/iu;

/** Wishes: talk with a paragraph of their own, or beside other talk. */
export const wishes =
  /^(?:(?:and |so )?there you (?:have it|go)[^.!?\n]{0,40}|good luck|best of luck|happy [a-z]+ing|(?:i )?wish(?:ing)? you\b[^.!?\n]{1,80}|have (?:a |an )?(?:great|fun|wonderful|good|lovely|nice|fantastic|safe|amazing|blast)\b[^.!?\n]{0,60}|viel (?:erfolg|spaß|glück)|gutes gelingen|¡?(?:mucha )?suerte|¡?que (?:lo |te )?(?:disfrutes|vaya bien)|bon(?:ne)? (?:courage|appétit|chance|lecture|journée)|buona fortuna|boa sorte|祝您?你?(?:好运|成功|愉快|顺利|学习进步|一切顺利)|頑張ってください|행운을 빕니다|즐거운 [^.!?\n]{1,12} 되세요)(?: (?:with|on|mit|con|avec|bei) [^.!?\n]{1,60})?\s*[.!?…！。]*$/iu;

const changed =
  '(?:kept|used|chose|chosen|tried|made|added|removed|replaced|changed|focused|included|avoided|assumed|aimed|left|written|wrote|went|gone|rewrote|rewritten|rephrased|simplified|shortened|corrected|fixed|broke|broken|ensured|maintained|preserved|translated|adjusted|followed|based|picked|selected|limited|omitted|structured|organi[sz]ed|combined|converted|made sure|opted|took|taken|incorporated|interpreted|sorted|formatted|stuck|turned)';
const matter =
  '(?:words?|sentences?|versions?|originals?|meaning|tone|rhym\\w*|format\\w*|style|lengths?|concise|short|shorter|brief|request\\w*|you|your|asked|instructions?|poem|haiku|text|list|summary|answer|response|reply|language|voice|tense|grammar|punctuation|paragraphs?|lines?|syllables?|characters?|limit|simple|simpler|clear|clearer|clarity|flow|readability|examples?|items?|details?|message|email|letter|title|titles|story|phrase|phrases|phrasing|wording|terms?|focus|formal|informal|context|information|points?|neutral|friendly)';

/** "I kept it to two sentences, as you asked.": what was done in the answer, as a paragraph of its own. */
export const notes: readonly RegExp[] = [
  new RegExp(
    `^(?:[(*_[]{0,3})(?:(?:please )?note(?: that)?[:,]? |n\\.?b\\.?:? |p\\.?s\\.?:? |just (?:so you know|a note),? |here,? |in this (?:version|answer|response|one),? |for (?:this|the) \\w+,? )?(?:i(?:[’']ve| have|[’']d)?) (?:also |only |just |deliberately |mostly |mainly |intentionally |slightly |\\w+ly )?${changed}\\b(?=.{0,200}\\b${matter}\\b)`,
    'iu',
  ),
  new RegExp(
    `^[(*_[]{0,3}(?:note:? |please note:? )?(?:this|the(?: \\w+)?|my|these) (?:\\w+ )?(?:version|revision|rewrite|rewriting|translation|sentence|response|answer|summary|poem|haiku|list|paragraph|rephrasing|phrasing|wording|correction|text|edit)s? (?:\\w+ )?(?:keeps?|maintains?|preserves?|captures?|uses?|follows?|sounds?|avoids?|conveys?|meets?|adheres?|aims?|is (?:now |written |exactly |under |within |shorter|clearer|more )|contains exactly|has exactly|should|stays?|retains?|reads?|reflects?|fits?|focus\\w*|highlights?|emphasi[sz]es?)\\b`,
    'iu',
  ),
  new RegExp(
    `^[(*_[]{0,3}(?:this|that|it)(?:[’']s| (?:now |also )?(?:sounds?|keeps?|maintains?|preserves?|conveys?|makes?|reads?|uses?|is|has|gives?|stays?))\\b.{0,100}\\b(?:original|meaning|tone|more (?:professional|formal|natural|concise|polite|casual|direct)|(?:same|this|the) sentence|readab\\w+|concise|flow|as (?:you )?(?:requested|asked))\\b`,
    'iu',
  ),
  /^[(*_[]{0,3}(?:hinweis|anmerkung|nota|note|remarque|obs(?:ervação)?|注|注意|说明|注記|補足|참고)\s*[:：]\s*(?:ich|he |eu |j[’']ai|ho |我|この|以上|这|이 )/iu,
];

/** "(Word count: 15)" */
export const count =
  /^[(*_[]{0,3}(?:(?:total )?(?:word|character|sentence|syllable|line)s?(?: count)?\s*:\s*(?:approx\w*\.? |about |~)?\d{1,5}(?: (?:words|characters|sentences|syllables))?(?:\s*\/\s*\d+)?|(?:exactly |approx\w*\.? |about |~|total: )?\d{1,5} (?:words|characters|sentences|syllables|lines|wörter|palabras|mots|parole|palavras)(?: (?:exactly|total|in total|long))?|(?:字数|共)\s*[:：]?\s*\d{1,5}\s*(?:字|个字)?|\d{1,5}\s*字|(?:wortzahl|wortanzahl|número de palabras|nombre de mots)\s*:\s*\d{1,5})[\])*_.]{0,4}$/iu;

/** "Changes made:": what heads a list of what was done, to the end. */
export const headOfChanges =
  /^(?:#{1,6}\s*)?(?:\*\*|__|[(*_])?(?:(?:key |main |summary of |list of |the |here are the |explanation of (?:the )?|notes on (?:the )?)?(?:changes|edits|corrections|improvements|modifications|revisions|adjustments)(?: (?:made|i made|explained|include|included|are))?|what (?:i )?(?:has |was |have )?changed|(?:changes|corrections|edits) (?:made|include)|(?:vorgenommene |wichtigste )?(?:änderungen|korrekturen)|(?:cambios|correcciones)(?: realizad[ao]s)?|(?:modifications|corrections|changements)(?: apportée?s| effectuée?s)?|(?:alterações|correções|mudanças)(?: feitas)?|modifiche(?: apportate)?|修改(?:说明|内容|之处)?|改动(?:说明)?|変更点|修正点|수정 ?사항|변경 ?사항)(?:\*\*|__)?\s*[:：]/iu;

/** How a sentence begins that keeps a farewell company in the last paragraph: it speaks of the answer, or to who reads it. */
export const beside =
  /^(?:and )?(?:this|that|that[’']s|it|it[’']s|these|those|they|i|i[’']m|i[’']ve|you|your|hopefully|remember|enjoy|stay|have|happy|keep|with (?:this|these)|all of (?:these|them)|each of (?:these|them)|please)\b/iu;

/** What a reader is to do with the answer: said in an answer too, so that it is talk only beside other talk. */
export const reminder =
  /^(?:please )?(?:remember to|make sure to|be sure to|don[’']t forget to|you (?:can|may|might want to|should)|just)\b.{0,40}\b(?:replace|adjust|customi[sz]e|personali[sz]e|fill in|tailor|adapt|tweak|modify)\b.{0,120}\b(?:your|own|placeholders?|brackets?|it|this|needed|names?|details)\b/iu;
