/**
 * What models say before an answer, by what is done with it. Each pattern is of one sentence or line from its first letter on, and what it
 * leaves open is bounded, so that it is matched in a time linear in it.
 */

const some = '[^.!?\\n:：]';

/** "Great!": taken off only where more talk follows. */
export const exclamation =
  /^(?:great|perfect|wonderful|excellent|awesome|nice|lovely|fantastic|cool|hello|hi|hey|greetings|hi there|hello there|super|toll|genial|perfecto|parfait|perfetto|perfeito|hola|bonjour|olá|ciao|hallo)\s*[!.]\s*/iu;

const warm =
  '(?:great|good|excellent|interesting|fantastic|wonderful|important|fascinating|thoughtful|lovely|fun|nice|clever|creative|brilliant|awesome|amazing|cool|intriguing|solid|delightful|insightful|timely|common|classic|tricky|challenging|beautiful|neat|charming|sweet|inspiring|useful|popular)';
const asked =
  '(?:question|request|prompt|topic|choice|idea|task|challenge|query|theme|concept|exercise|project|subject|one)';

/** Compliments on what was asked, thanks for it, readiness to help. They hand nothing over and stand at the very beginning. */
export const courtesies: readonly RegExp[] = [
  new RegExp(
    `^(?:oh,? |wow,? |ah,? |ooh,? )?(?:(?:what|that|this|it)(?:[’']s| is| sounds like| seems like)?|you(?:[’']ve| have)? (?:asked|raised?|picked|chosen|chose)|you[’']re asking)(?: such)?(?: an?)?(?: (?:really|very|truly|quite|particularly|rather|pretty|absolutely))?(?: an?)? ${warm} (?:\\w+ )?${asked}s?(?:,? (?:to|about|for|that|you|and|with|of)\\b${some}{0,80})?[.!](?=\\s|$)`,
    'iu',
  ),
  new RegExp(
    `^(?:(?:really|very|such) )?(?:an? )?${warm} ${asked}s?(?: to ask| about ${some}{1,60})?!(?=\\s|$)`,
    'iu',
  ),
  new RegExp(
    `^(?:i (?:really |do )?(?:love|like|appreciate) (?:this|that|the|your) (?:\\w+ )?${asked}s?\\b${some}{0,40}|love (?:it|this(?: \\w+)?|the idea))[.!](?=\\s|$)`,
    'iu',
  ),
  new RegExp(
    `^(?:thanks|thank you)(?: so much| very much| a lot)? for (?:asking|(?:your|the|this|that|sharing|providing|reaching|giving|bringing|clarifying)\\b)${some}{0,80}[.!](?=\\s|$)`,
    'iu',
  ),
  new RegExp(
    `^(?:i(?:[’']m| am) )?(?:glad|happy|delighted) (?:that )?you asked\\b${some}{0,40}[.!](?=\\s|$)`,
    'iu',
  ),
  /^(?:no (?:worries|problem|trouble)(?: at all)?|you(?:[’']ve)? got it|you bet|say no more|consider it done|leave it to me|on it|challenge accepted|as you wish|right away)(?:,? (?:at all|i[’']?(?:ve)? got you(?: covered)?|let me help|here (?:you go|it is)))?\s*[!.](?=\s|$)/iu,
  /^i[’']ve got (?:you(?: covered)?|just the thing)(?: (?:for|with|on) [^.!?\n]{1,40})?[!.](?=\s|$)/iu,
  /^i (?:can|could|will|would|[’']d love to|would love to|would gladly) (?:\w+ly )?(?:help|assist)\b[^.!?\n]{0,100}[.!](?=\s|$)/iu,
  /^i(?:[’']d| would) (?:love|like|be (?:more than )?(?:happy|glad|delighted|pleased)) to (?:help|assist|explain|write|share|answer|provide|give|create|do|describe|suggest|tell|show|list|recommend|compare|summari[sz]e|translate)\b[^.!?\n]{0,120}[.!](?=\s|$)/iu,
  new RegExp(
    `^(?:that|it)(?:[’']s| is) (?:so |really |such )?${warm}\\b${some}{0,20}\\byou(?:r|[’']\\w+)?\\b${some}{0,80}[.!](?=\\s|$)`,
    'iu',
  ),
  new RegExp(`^${some}{0,80}\\bcoming (?:right |straight )?up\\s*[.!:](?=\\s|$)`, 'iu'),
  /^how about(?: this(?: one)?)?\s*(?:\.{3}|…|\?)(?=\s*\n)/iu,
  // German
  /^(?:(?:das ist |was für )?eine? (?:sehr |wirklich |echt |ganz )?(?:gute|tolle|interessante|spannende|schöne|wichtige|ausgezeichnete) (?:frage|idee|aufgabe|thema|anfrage|wahl)|(?:gute|tolle|interessante|spannende|schöne|super) (?:frage|idee|aufgabe)|(?:vielen |herzlichen )?dank(?:e)? für (?:deine|ihre|die|eure) (?:frage|anfrage|nachricht)|kein problem|(?:da |dabei |damit )?(?:helfe ich|kann ich) (?:dir|ihnen|euch)? ?(?:gerne?|natürlich|helfen|weiterhelfen)[^.!?\n]{0,40}|(?:sehr )?gerne? (?:erkläre|helfe|schreibe|gebe|nenne|mache|beantworte|fasse|zeige) ich[^.!?\n:]{0,80}|ich helfe (?:dir|ihnen) (?:sehr )?gerne?[^.!?\n]{0,40})\s*[.!](?=\s|$)/iu,
  // Spanish, Portuguese
  /^¡?(?:con (?:mucho )?(?:gusto|placer) (?:te|le|os) [^.!?\n:]{1,60}|(?:qué|que) (?:muy )?(?:buena|gran|excelente|interesante|bonita|linda|boa|ótima|bela) (?:idea|pregunta|ideia|pergunta|tema)|(?:(?:esa |esta |essa |esta )?(?:es|é) )?(?:una |uma )?(?:muy |muito )?(?:buena|gran|excelente|interesante|boa|ótima|excelente|bela) (?:pregunta|idea|pergunta|ideia|elección|escolha)|(?:muchas )?gracias por (?:tu|su|la) (?:pregunta|consulta|mensaje)|obrigad[oa] (?:por|pela) (?:sua |tua )?(?:pergunta|mensagem|perguntar)|(?:sin|sem) problemas?|encantad[oa] de ayudarte?|será un placer ayudarte?|(?:ficarei |fico )?feliz em ajudar|(?:claro,? )?(?:puedo|posso) (?:ayudarte|ayudarle|ajudar|te ajudar)[^.!?\n]{0,60})\s*[.!](?=\s|$)/iu,
  // French, Italian
  /^(?:(?:c[’']est (?:une )?)?(?:(?:très|une|quelle) )*(?:bonne|excellente|belle|intéressante) (?:question|idée|demande)|quelle (?:bonne|belle|excellente) (?:question|idée)|merci (?:beaucoup )?(?:pour|de) (?:votre|ta|cette) (?:question|demande|message)|(?:pas de problème|aucun problème)|je (?:serais|suis) (?:ravie?|heureux|heureuse) de (?:vous|t[’']?) ?aider[^.!?\n]{0,40}|(?:(?:che|è|una|questa|un[’']) ?)*(?:ottima|bella|buona|interessante|eccellente) (?:domanda|idea|richiesta)|grazie per (?:la|aver)[^.!?\n]{0,40}|nessun problema|(?:sono )?(?:felice|lieto|lieta) di aiutart[ie])\s*[.!](?=\s|$)/iu,
  // Chinese, Japanese, Korean
  /^(?:这|那|您这|你这)?(?:真)?(?:是)?(?:一?个|您问了一?个)?(?:很|非常|真)?(?:好|棒|有趣|有意思|不错|重要)的?(?:问题|主意|想法|题目|话题)[！!。]/u,
  /^(?:感谢|谢谢)(?:您|你)?的?(?:提问|问题|咨询|信任)[！!。]|^(?:我)?(?:很|非常)?(?:高兴|乐意|愿意)(?:能?为?)(?:您|你)?[^。！？\n]{0,16}(?:帮助|解答|效劳|服务|回答)[！!。]/u,
  /^(?:とても|大変|非常に)?(?:いい|良い|よい|素晴らしい|面白い|興味深い|素敵な)(?:ご)?(?:質問|テーマ|アイデア|お題)(?:です)?(?:ね)?[！!。]|^(?:ご質問|お問い合わせ)(?:いただき)?(?:、)?ありがとうございます[！!。]|^喜んで[^。！？\n]{0,24}(?:ます|ましょう)[！!。]/u,
  /^(?:아주 |정말 |매우 )?(?:좋은|훌륭한|흥미로운|멋진|재미있는) (?:질문|생각|주제|아이디어)(?:입니다|이네요|이에요|이군요|네요)?\s*[!.]|^(?:질문|문의)(?:해|을)?[^.!?\n]{0,12}(?:감사합니다|고맙습니다|고마워요)\s*[!.]/u,
];

/** "Ooh, mangoes!", "Did you know?" */
export const interjection = /^(?:did you know\?|(?:ooh+|wow|ah|oh|yay|yum|aha),? [^.!?\n:]{1,30}!)(?=\s)/iu;

/** "Lisbon is a wonderful choice!": a compliment where an answer is then presented, and an answer where none is. */
export const compliment = new RegExp(
  `^${some}{1,60}\\b(?:is|are|sounds like|makes|make)\\b${some}{0,30}\\b${warm} ${asked}s?\\b${some}{0,60}[.!](?=\\s|$)`,
  'iu',
);

/** "Of course" in the other languages, where the assent of the others does not reach. */
export const assents: readonly RegExp[] = [
  /^(?:con (?:mucho gusto|placer)|desde luego|de acuerdo|com (?:certeza|prazer)|sem dúvida|pode deixar|d[’']accord|entendu|très bien|(?:con )?piacere|va bene|volentieri|sehr gerne?|klar doch|na klar|alles klar|mach ich|verstanden|entendido|compris|capito|vale|está bien|tudo bem)\s*[!.]\s*/iu,
  /^(?:好|行|明白了?|了解了?|收到|好的呢|好呀|非常乐意|乐意效劳|没有问题)[！!。]\s*/u,
  /^(?:かしこまりました|わかりました|分かりました|了解(?:です|しました)|喜んで|はい)[！!。、]\s*/u,
  /^(?:물론(?:입니다|이죠|이에요)?|네|예|좋아요|좋습니다|알겠습니다|그럼요|당연하죠|기꺼이)\s*[!.,]\s*/u,
];

/** "Hmm, let me think." */
export const fillers: readonly RegExp[] = [
  /^(?:h+m+|u+m+|u+h+|ah|oh|mhm)\s*[,.!…]{1,3}\s*(?:(?:let me|let[’']s|so|okay|that[’']s|this|i need to|well)\b[^.!?\n]{0,80}[.!…]{1,3}(?=\s|$))?\s*/iu,
  /^(?:okay|ok|al(?:l )?right|so|well|now|right|first)?[,.]?\s*(?:let me|let[’']s) (?:see|think|have a (?:think|look)|take a (?:look|moment)|consider|look at|work (?:through|on)|figure|read|re-?read|check)\b[^.!?\n:]{0,100}[.!…:]{1,3}(?=\s|$)/iu,
  /^(?:okay|ok|al(?:l )?right|so|well|now),? so (?=(?:you|the|i|we|this|here)\b)/iu,
  /^(?:lass mich (?:kurz )?(?:überlegen|nachdenken|sehen)|mal (?:sehen|überlegen)|déjame (?:ver|pensar)|veamos|voyons(?: voir)?|laissez-moi réfléchir|vediamo|fammi pensare|deixa(?:-me)? (?:ver|pensar)|vejamos|让我(?:想想|想一想|看看|来看看)|嗯|えーと|うーん|음)[^.!?。！？\n:：]{0,40}[.!…。！，,：:]{1,3}\s*/iu,
];

const acts =
  '(?:explain|describe|list|write|rewrite|rephrase|reword|paraphrase|give|provide|offer|show|share|walk|guide|break|go (?:through|over|ahead)|take (?:you|a stab|a crack)|answer|help|assist|summari[sz]e|translate|craft|create|draft|compose|prepare|tackle|dive|outline|present|analy[sz]e|do (?:that|this|my best|it)|try|correct|fix|compare|explore|discuss|look|define|plan|find|choose|pick|name|identify|extract|count|solve|cover|get (?:started|into|right)|come up|put together|make|suggest|propose|recommend|classify|generate|turn|convert|shorten|simplify)';
const done =
  '(?:written|wrote|drafted|prepared|created|made|put together|compiled|listed|composed|crafted|rewritten|rewrote|rephrased|reworded|paraphrased|summari[sz]ed|translated|corrected|fixed|edited|revised|shortened|simplified|turned|converted|come up with|came up with|gathered|collected|outlined|generated|designed|built|chosen|picked|selected|provided|included|formatted|organi[sz]ed|produced|condensed|changed|updated|improved|polished)';

/** Sentences in the first or second person about the request or the answer. */
export const announcements: readonly RegExp[] = [
  new RegExp(
    `^(?:so,? |okay,? |now,? |well,? |first,? |as (?:you )?(?:asked|requested|wished|instructed),? |(?:based on|following|per|as per|given|using|according to|in line with) (?:your|the) ${some}{1,60}, ?)?i(?:(?:[’']ll| will| shall| can|[’']m going to| am going to)(?: \\w+ly| now| just| try to| do my best to)? ${acts}|(?:[’']ve| have)?(?: \\w+ly| also| just| now)? ${done})\\b${some}{0,160}[.!:]`,
    'iu',
  ),
  new RegExp(
    `^(?:let me|allow me to|let[’']s)(?: \\w+ly| just| now| try to| try and)? ${acts}\\b${some}{0,120}[.!:]`,
    'iu',
  ),
  new RegExp(
    `^(?:so,? |okay,? )?(?:i (?:understand|see|hear|gather|take it|believe|know)(?:,? that)? you(?:[’']re|[’']d|r)?|you(?:[’']ve| have)? (?:asked|requested|wanted|instructed)|you(?:[’']re| are) (?:asking|looking|requesting|after)|you(?:[’']d| would) like|so you(?:[’']d| would)? (?:want|need|like)|it (?:sounds|looks|seems) (?:like|as if|as though) you)\\b${some}{0,160}[.!:]`,
    'iu',
  ),
  new RegExp(
    `^(?:your (?:request|question|task|prompt|instruction)|(?:the|this) (?:task|request|prompt|instruction|question|user)) (?:is|was|asks?|wants?|requires?|needs?|says)\\b${some}{0,160}[.!:]`,
    'iu',
  ),
];

/** Such sentences that begin with something else: they speak of the answer only where they say whose it is. */
export const announcementsWithin: readonly RegExp[] = [
  new RegExp(
    `^${some}{1,120}\\b(?:let me|i[’']ll|i will|i can|i[’']ve|i have|allow me to|let[’']s)(?: \\w+ly| now| just| try to)? (?:${acts}|${done})\\b${some}{0,120}[.!:]`,
    'iu',
  ),
  new RegExp(
    `^(?:in response to|based on|to answer|following|per|as per|regarding|for|given|considering|according to) your\\b${some}{0,80},? ?\\b(?:here|i|this|the|below|these)\\b${some}{0,120}[.:]`,
    'iu',
  ),
  new RegExp(`^${some}{1,60}\\bfor you\\s*:`, 'iu'),
  new RegExp(
    `^${some}{0,80}\\bas (?:you(?:[’']ve| have)? )?(?:asked|requested|wished|instructed)(?: for)?\\s*:`,
    'iu',
  ),
];

/** Lead-ins to a line of its own: they end with a colon, and an end of line follows. */
export const leadIns: readonly RegExp[] = [
  new RegExp(`^${some}{0,120}\\b(?:my|i|i[’']ve|i[’']d|i[’']ll)\\b${some}{1,100}:`, 'iu'),
  new RegExp(`^${some}{1,80}\\bfor you(?:r ${some}{1,60})?\\s*:`, 'iu'),
  new RegExp(
    `^(?:i(?:[’']d| would)?|we) (?:suggest|propose|recommend|offer|go with|say|answer|write|phrase|put|rewrite)\\b${some}{0,120}:`,
    'iu',
  ),
  new RegExp(
    `^(?:you|one|it) (?:could|can|might|may) (?:also )?(?:say|write|put|use|phrase|rephrase|word|express|rewrite|try|be (?:written|rewritten|rephrased|put|phrased|said|expressed|translated))\\b${some}{0,80}:`,
    'iu',
  ),
  new RegExp(
    `^(?:try|consider|how about|what about|maybe|perhaps) (?:this|these|the following|something like)\\b${some}{0,60}:`,
    'iu',
  ),
  new RegExp(
    `^(?:one|an?|another|some|a few|\\w+) (?:possible|potential|suggested|good|simple|nice|short|suitable) (?:\\w+ ){0,3}(?:is|are|would be|could be|might be)(?: \\w+)?:`,
    'iu',
  ),
  new RegExp(
    `^(?:one|a) (?:way|option|possibility) (?:to ${some}{1,60} )?(?:is|would be|could be|might be)(?: this| as follows)?:`,
    'iu',
  ),
  new RegExp(
    `^(?:the|your|my) (?:\\w+ )?(?:rewritten|revised|corrected|shortened|simplified|translated|improved|edited|paraphrased|rephrased|reworded|polished|updated|final|proposed|suggested|requested|completed|finished|condensed|formatted|converted|italian|german|french|spanish|english|portuguese|correct) ${some}{1,100}(?:is|are|would be|reads|follows)?(?: as follows| below)?:`,
    'iu',
  ),
  new RegExp(
    `^(?:the )?(?:answer|response|result|solution|translation|summary|list|version|following)\\b${some}{0,80}(?:is|are|would be|below|follows):`,
    'iu',
  ),
  new RegExp(
    `^(?:see|look at|find|check out|read) (?:below|the following|this|attached)\\b${some}{0,60}:`,
    'iu',
  ),
];

/** "Here is …", with what hands over, in other languages; to a colon, or to a full stop where the answer is on another line. */
export const announcementsElsewhere: readonly RegExp[] = [
  // German
  new RegExp(
    `^(?:ich (?:habe|erkläre|schreibe|gebe|liste|zeige|nenne|fasse|übersetze|formuliere|schlage|helfe|kann|werde|würde)|lass(?:en sie)? mich|wie (?:gewünscht|erbeten)|auf (?:deinen|ihren) wunsch|du (?:möchtest|willst|suchst|fragst|hast)|sie (?:möchten|suchen|fragen|haben)|(?:hier|unten|nachfolgend|im folgenden) (?:ist|sind|findest|finden|kommt|kommen|folgt|folgen|habe|einige?|ein|mein))\\b${some}{0,40}\\b(?:dir|ihnen|dich|deine[rnms]?|ihre[rnms]?|du|sie|folgende[rnms]?|gerne?|wunsch|zusammengestellt|vorschl\\w+|übersetz\\w+|zusammenfassung|antwort|erklärung|gedicht|liste|version|fassung|satz|text)\\b${some}{0,100}[.!:]`,
    'iu',
  ),
  new RegExp(
    `^(?:die|der|das|dein|deine|ihre) (?:umgeschriebene|überarbeitete|korrigierte|übersetzte|gekürzte|vereinfachte|neue|verbesserte|gewünschte|richtige)\\w? ${some}{1,60}(?:lautet|ist|wäre)?:`,
    'iu',
  ),
  // Spanish
  new RegExp(
    `^(?:con (?:mucho )?gusto (?:te|le)|(?:te|le|os) (?:presento|dejo|ofrezco|propongo|comparto|explico|doy|muestro|ayudo|he)|aquí (?:tienes?|te|le|está|están|va|van|hay)|(?:a continuación|como (?:pediste|solicitaste|me pediste)|según lo solicitado|basándome en)|he (?:escrito|preparado|creado|redactado|traducido|corregido|resumido|reescrito|elaborado)|voy a|permíteme|déjame|entiendo que|podrías (?:decir|usar|escribir)|(?:la|el|tu|su) (?:frase|oración|texto|versión|traducción|resumen|respuesta)\\b${some}{1,60}(?:es|sería|queda))\\b${some}{0,140}[.!:]`,
    'iu',
  ),
  // Portuguese
  new RegExp(
    `^(?:(?:aqui|abaixo) (?:está|estão|vai|vão|tem|segue)|segue(?:m)?|a seguir|conforme (?:solicitado|pedido)|escrevi|preparei|criei|elaborei|vou (?:te |lhe )?(?:explicar|ajudar|listar|escrever|dar)|deixe-me|entendo que você|você (?:pediu|quer)|(?:a|o|sua|seu) (?:frase|texto|versão|tradução|resumo|resposta)\\b${some}{1,60}(?:é|seria|fica))\\b${some}{0,140}[.!:]`,
    'iu',
  ),
  // French
  new RegExp(
    `^(?:je (?:vous|te) (?:propose|présente|donne|suggère|explique|livre|offre)|je (?:vais|peux) (?:vous|t[’']|te)?|j[’']ai (?:rédigé|écrit|préparé|créé|traduit|corrigé|résumé|reformulé|choisi|composé)|voici|voilà|ci-dessous|comme (?:demandé|vous l[’']avez demandé)|selon votre demande|laissez-moi|je comprends que|vous (?:souhaitez|cherchez|avez demandé)|(?:la|le|votre) (?:phrase|texte|version|traduction|résumé|réponse)\\b${some}{1,60}(?:est|serait))(?=[\\s,])${some}{0,140}[.!:]`,
    'iu',
  ),
  // Italian
  new RegExp(
    `^(?:(?:ti|le|vi) (?:propongo|presento|spiego|elenco|offro|suggerisco)|ecco(?:ti|le|vi)?|di seguito|qui sotto|come (?:richiesto|hai chiesto)|ho (?:scritto|preparato|creato|redatto|tradotto|corretto|riassunto|riscritto)|lascia(?:mi)? che|capisco che|(?:la|il|tua|tuo) (?:frase|testo|versione|traduzione|riassunto|risposta)\\b${some}{1,60}(?:è|sarebbe))(?=[\\s,])${some}{0,140}[.!:]`,
    'iu',
  ),
];

/** Where sentences have marks of their own. */
export const announcementsInEastAsia: readonly RegExp[] = [
  /^(?:我|您|你|为您|为你)[^。！？\n：:]{0,60}[：:](?=\s*\n)/u,
  /^(?:以下|下面|这里|这|这儿|根据您|根据你|按照您|按照你|我来|我将|我会|让我|我为|我给|为您|为你|您需要|你需要|您可以(?:说|写|用)|你可以(?:说|写|用)|我理解|我明白|我已经?|我可以|接下来)[^。！？\n：:]{0,80}(?:[：:]|[。！](?=\s*\n))/u,
  /^(?:修改后|改写后|翻译|改写|更正后|简化后|总结)的?(?:句子|版本|结果|文本|内容)?(?:如下|是|为)?[：:]/u,
  /^(?:以下|こちら|次|では|それでは|下記|ご要望|ご依頼|ご希望)[^。！？\n：:]{0,60}(?:[：:]|(?:です|ます|ました|ましょう|ください|通り|とおり)[。！：:])/u,
  /^[^。！？\n：:]{0,40}(?:ご紹介します|ご説明します|紹介します|説明します|お答えします|提案します|ご提案します|挙げます|まとめました|作成しました|書いてみました|考えてみました|作りました|翻訳しました|お伝えします)(?:ね)?[。！：:](?=\s*\n)/u,
  /^(?:다음은|아래는|여기|요청하신|말씀하신|제가|그럼|그러면|이렇게)[^.!?\n:：]{0,60}(?:입니다|있습니다|같습니다|드릴게요|드리겠습니다|드려요|할게요|하겠습니다|보겠습니다|볼게요|습니다|이에요|예요|수 있어요)\s*[.!:：](?=\s|$)/u,
  /^[^.!?\n:：]{0,40}(?:소개해 드리겠습니다|설명해 드리겠습니다|알려 ?드리겠습니다|정리해 ?보았습니다|작성해 ?보았습니다|소개합니다|알려 ?드릴게요)\s*[.!:：](?=\s*\n)/u,
];

/** "Corrected sentence:", "Simplified version:": what was done, and to what. */
export const labelOfResult =
  /^(?:#{1,6}\s*)?(?:\*\*|__)?(?:(?:final|my|your|the|suggested|possible|proposed|sample) )?(?:(?:sorted|ordered|reordered|alphabeti[sz]ed|completed|reversed|fixed|formatted|corrected|revised|rewritten|rephrased|reworded|paraphrased|translated|edited|improved|shortened|simplified|polished|condensed|updated|converted|proofread|formal|informal|polite|passive|active|shorter|simpler|rewrite|generated|requested|korrigierte[rs]?|überarbeitete[rs]?|gekürzte[rs]?|vereinfachte[rs]?) )(?:[a-z-]+ ){0,2}(?:sentences?|text|version|paragraph|code|answer|response|passage|phrase|translation|rewrite|summary|voice|list|order|words|title|satz|fassung)(?:\*\*|__)?\s*[:：](?:\*\*|__)?\s*|^(?:\*\*)?(?:my|one|a|possible|suggested) (?:possible )?(?:suggestion|recommendation|take|attempt|answer|pick|solution|rewrite|version|title)s?(?: (?:is|would be))?(?:\*\*)?\s*:(?:\*\*)?\s*|^(?:#{1,6}\s*)?(?:\*\*|__)?(?:frase|oración|texto|versión|versão|traducción|tradução|traduction|phrase|texte|version|übersetzung|zusammenfassung|umformulierung|traduzione|riassunto|resumen|resumo|résumé)(?: (?:corregid[ao]|corrigid[ao]|reescrit[ao]|corrigée?|reformulée?|corrett[ao]|simplificad[ao]|final))?(?:\*\*|__)?\s*[:：](?:\*\*|__)?\s*|^(?:\*\*)?(?:翻译|译文|改写|修改后|总结|翻訳|訳文|要約|回答|答え|번역|요약|답변|답|정답)(?:\*\*)?\s*[:：](?:\*\*)?\s*/iu;

/** "Another way to say this would be:" */
export const rewording =
  /^(?:an?|another|one) (?:\w+ )?(?:way|version|option|alternative|possibility) (?:to|of|for)(?: \w+)? ?(?:say|saying|phrase|phrasing|put|putting|write|writing|reword\w*|express\w*|rephras\w*)\b[^.!?\n:]{0,60}:\s*/iu;

/** "Headline:" over a headline that was asked for. */
export const labelOfKind =
  /^(?:#{1,6}\s*)?(?:\*\*|__)?(headline|title|sentence|caption|slogan|tagline|name|poem|haiku|limerick|joke|riddle|quote|fact|synonyms?|antonyms?|definition|story|paragraph|description|sentiment|category|classification)(?:\*\*|__)?\s*:(?:\*\*|__)?\s+/iu;
