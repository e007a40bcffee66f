import type { Lexicon } from '../filters/lexicon';
import { foundIn } from '../filters/lexicon';

/**
 * What is done to a model: `override`, its instructions are to be set aside; `leak`, they are to be told; `jailbreak`, it is to be somebody
 * without rules; `marker`, signs of a chat's template or of hidden text; `exfiltration`, what it knows is to be sent somewhere; `reader`,
 * a text speaks to whichever model reads it.
 */
export type InjectionKind = 'override' | 'leak' | 'jailbreak' | 'marker' | 'exfiltration' | 'reader';

export interface FoundInjection {
  readonly kind: InjectionKind;
  /** The words, at most 200 characters of them. */
  readonly words: string;
}

const told =
  '(?:instructions?|prompts?|directions?|directives?|guidelines?|rules?|commands?|orders|context|messages?|programming|restrictions?|constraints?|polic(?:y|ies)|training|system (?:prompt|message)|safety (?:rules|guidelines|measures|filters?))';
const earlier =
  '(?:previous|prior|earlier|preceding|above|initial|original|past|former|existing|foregoing|current|developer|system|your|the|all|any|those|these|my|other|hidden|default|built-?in|ethical|moral|content|safety)';
const drop =
  "(?:ignore|disregard|forget|override|overrule|bypass|discard|neglect|set aside|drop|delete|erase|skip|abandon|pay no attention to|do not follow|don't follow|stop following|do not obey|throw (?:out|away))";

const words: Readonly<Record<InjectionKind, Lexicon>> = {
  override: {
    en: [
      new RegExp(
        `\\b${drop}\\b (?:(?:about |of |to )?(?:everything|anything|what|whatever|all)\\b.{0,30}\\b(?:told|said|instructed|learned|were given|have been given|above|before|earlier|previously)\\b|(?:${earlier} ){1,5}(?:\\p{L}+ ){0,2}?${told}\\b(?! (?:in|of|from|for) (?:the|your|my|our|an?) (?:handbook|manual|recipe|book|e-?mail|letter|team|boss|doctor|game|map|handbuch)))`,
        'iu',
      ),
      /\b(?:new|updated|real|actual|true|only) (?:instructions?|task|objective|directive|orders) (?:is|are|from now|:)|\b(?:previous|earlier|above) (?:instructions?|rules?|prompts?|messages?) (?:were|was|are|is) (?:a test|void|cancel\p{L}+|no longer|invalid|wrong|over|superseded)|\b(?:rules|guidelines|restrictions|policies|instructions) of (?:your|the) (?:developers?|creators?|makers?|company|openai|anthropic|google|system)\b.{0,30}\b(?:not apply|no longer|void|gone)|\btreat this (?:\p{L}+ ){0,2}as your (?:only|new) instruct\p{L}+|\b(?:which|they|mine|these|my) (?:\p{L}+ )?(?:ha(?:s|ve)|takes?) (?:a )?(?:higher|absolute|top|full) (?:priority|precedence)\b|\bfirst ignore the (?:task|above|text|instruction)|\b(?:stop|instead of) (?:summari[sz]ing|translating|answering|doing)\b\W{1,3}(?:and |now |instead\b)|\bfollow (?:mine|my (?:instructions|orders|commands))\b(?=.*\b(?:system|instead|only|not)\b)/iu,
      /\bi have been pwned\b|\bhaha,? pwned\b|\boverride (?:your|its|the) (?:programming|safety|filters?|instructions|rules|protocols?)\b/iu,
    ],
    de: [
      /(?<!\p{L})(?:ignorier\p{L}*|vergiss|vergesst|missachte\p{L}*|überschreib\p{L}*) (?:bitte )?(?:alle|alles|deine|die|sämtliche|jede) (?:\p{L}+ ){0,3}(?:anweisung\p{L}*|regeln|vorgaben|richtlinien|instruktion\p{L}*|prompts?|bisher|gesagt|einschränkungen|anleitung\p{L}*)|(?<!\p{L})vergiss (?:alles|deine regeln)/iu,
    ],
    es: [
      /(?<!\p{L})(?:ignora|olvida|omite|desobedece) (?:todo lo|todas? (?:las |tus )?|las |tus |lo que )(?:\p{L}+ ){0,3}?(?:instruccion(?:es)?|reglas|normas|anterior(?:es)?|directrices|restricciones|dicho)/iu,
    ],
    fr: [
      /(?<!\p{L})(?:ignore[rz]?|oublie[rz]?|fais abstraction de) (?:toutes? |tous |tout ce )?(?:les |tes |vos |ce )?(?:\p{L}+ ){0,2}?(?:instructions?|consignes?|règles|directives|précédente?s?|dit)/iu,
    ],
  },
  leak: {
    en: [
      /\b(?:tell|show|give|reveal|print|output|repeat|display|share|write (?:out|down)|list|recite|leak|expose|disclose|dump|echo|copy|quote|translate|summari[sz]e|what (?:is|are|was|were|does)|send)\b.{0,40}\b(?:(?:your|the|its|hidden|secret) (?:\p{L}+ ){0,2}?(?:system (?:prompt|message|instructions?)|initial (?:instructions?|prompt|message)|hidden (?:instructions?|prompt|rules)|secret (?:instructions?|prompt|key)|original (?:instructions?|prompt)|pre-?prompt|configuration(?= ?[.!]| (?:and|in|verbatim))|developer (?:message|prompt))|your (?:(?:exact|full|internal|own|underlying) ){0,2}(?:prompt|instructions|guidelines|rules|configuration|programming))\b(?! (?:for|of|to|about|on) (?:an?|the|my|our|your|making|how|use) )(?!.{0,30}\bexample for)/iu,
      /\b(?:repeat|print|output|copy|write) (?:everything |all |the )?(?:text |words |content |sentences |lines )?(?:above|before|prior to) (?:this|these|the|my)\b(?! (?:line )?(?:in|into) )|\b(?:run )?cat (?:\S*system\S*prompt\S*|\/etc\/passwd)|\bbeginning with 'you are'|\bwhat (?:were|are) (?:you|the instructions you were) (?:told|instructed|given)\b.{0,20}\b(?:before|above|earlier|system|not to)|\b(?:access|read) to your own (?:instructions|prompt|configuration)\b/iu,
    ],
    de: [
      /(?<!\p{L})(?:gib|zeig\p{L}*|verrate|nenne|wiederhole|drucke) (?:mir )?(?:bitte )?(?:deine?n?|den) (?:\p{L}+ )?(?:system-?prompt|anweisungen|systemnachricht|prompt)(?!\p{L})/iu,
    ],
    es: [
      /(?<!\p{L})(?:muestra|muéstrame|revela|dime|imprime) (?:tu|tus|el) (?:prompt|instrucciones|mensaje) (?:del sistema|de sistema|iniciales|ocult[oa]s?|original(?:es)?)/iu,
    ],
    fr: [
      /(?<!\p{L})(?:révèle|montre|affiche|donne)(?:-moi)? (?:ton|tes|le|vos) (?:prompt|instructions?|message) (?:système|initiales?|cachée?s?)/iu,
    ],
  },
  jailbreak: {
    en: [
      /\b(?:never|do not|don't|must not|cannot|can't|will not|won't|without|not allowed to|refrain from|stop) (?:ever )?(?:say(?:ing)?|stat(?:e|ing)|mention(?:ing)?|us(?:e|ing)|inform\p{L}*|add(?:ing)?|includ(?:e|ing)|apologi[sz]\p{L}+|remind\p{L}*)\b.{0,80}\b(?:as an ai\b|(?:an? )?(?:ai )?language model|i(?: a|')m (?:sorry|unable|not able)|i (?:cannot|can't|apologi[sz]e)|ethic(?:s|al)|moral\p{L}*|warnings?|disclaimers?|(?:un)?ethical|(?:il)?legal\p{L}*|content policy|openai)\b|\b(?:unfiltered|uncensored|unrestricted|amoral|immoral and unethical|unethical and immoral) (?:\p{L}+ ){0,2}(?:responses?|answers?|advice|persona|chat ?bots?|replies|reply|ai\b|assistant|content|output)|\bopposite of (?:openai|chatgpt|the (?:openai|content) )|\b(?:regardless of|no matter how|even if (?:it|they|that)(?: is| are|'s)?|does not care (?:about|if)|doesn't care (?:about|if)) (?:\p{L}+,? ){0,4}(?:legal\p{L}*|illegal|unethical|ethic\p{L}*|moral\p{L}*|immoral|harmful|dangerous|offensive)\b|\b(?:illegal|unethical|immoral|harmful|dangerous|offensive),? (?:or|and|\/)? ?(?:illegal|unethical|immoral|harmful|dangerous|offensive)\b.{0,80}\b(?:answers?|question|request|fine|allowed|comply|responses?)|\b(?:break(?:ing)?|out of|leave|lose|stay(?:ing)? in) (?:the )?character\b.{0,200}\b(?:ai|language model|openai|chatgpt|filter|polic\p{L}+|ethic\p{L}+|restrict\p{L}+|refus\p{L}+)\b|\bopenai(?:'s)? (?:\p{L}+ ){0,2}(?:polic(?:y|ies)|guidelines|rules|restrictions|limitations)\b.{0,100}\b(?:not apply|ignore\p{L}*|bypass\p{L}*|free (?:of|from)|no longer|break|overrid\p{L}+|lifted|removed|violat\p{L}+|irrelevant|disabled|unlocked|opposite|void)\b|\b(?:ignor\p{L}+|bypass\p{L}*|free(?:d)? (?:of|from)|broken free|overrid\p{L}+|not (?:have to )?(?:abide|follow|bound|limited|adhere)|violat\p{L}+|outside|against|disregard\p{L}*)\b.{0,60}\b(?:openai|content polic(?:y|ies)|typical confines of ai|ethical guidelines|rules (?:set|imposed))\b|\b(?:two|2|both) (?:separate |different |distinct )?(?:responses|answers|ways|paragraphs|styles|outputs)\b.{0,400}\b(?:DAN|jailbr\p{L}+|unfiltered|normal (?:gpt|chatgpt|response)|standard chatgpt|developer mode|evil|GPT\])|\b(?:respond|reply|answer|act|talk|speak) (?:only )?as (?:DAN|STAN|DUDE|AIM|JAILBREAK|UCAR|NRAF|EVIL|BetterDAN|AntiGPT|JB)\b|\b(?:fully |now )?(?:unlocked|jail-?broken|liberated)\b.{0,60}\b(?:gpt|ai|mode|chatbot|model|assistant)\b|\bpretend\p{L}* (?:that )?(?:you|it) (?:can|could|may|are able to) (?:do|say|access|generate|write) any ?thing\b|\bcan (?:do|say|generate|write|create) any ?thing (?:and everything|now|i (?:ask|want)|without|that)\b|\bno (?:ethical|moral)(?: or (?:ethical|moral|legal))? (?:guidelines|restrictions|principles|code|bounds|concerns)\b|\bnever (?:refuses?|denies|deny|rejects?) (?:a |any |the |to )/iu,
      /\byou are (?:now |going to be |from now on )*(?:DAN\b|(?:an? |the )?(?:\p{L}+,? ){0,4}?(?:unfiltered|uncensored|unrestricted|jail-?broken|evil|amoral|rogue|lawless)\b)|\b(?:act|respond|answer|behave|speak|pretend|reply|roleplay|role-play|simulate|continue|work|you are|be)\b.{0,60}\b(?:(?:an? |the )?(?:unfiltered|uncensored|unrestricted|jail-?broken|amoral|evil) (?:\p{L}+ )?(?:ai|assistant|version|model|bot|chatbot|self|language model|character|twin)|without (?:any |\p{L}+ )?(?:restrictions?|limits|limitations?|filters?|censorship|rules|ethics|moral\p{L}*|guidelines|safety)\b(?! on (?:its|the|your|their))|(?:no|any|zero) (?:moral |ethical |content |safety )+(?:limits|rules|restrictions|polic(?:y|ies)|guidelines|filters?|constraints?|boundaries)|(?:has|have|had|with) no (?:restrictions?|limits|rules|filters?|content policy|morals|ethics|guidelines|limitations))\b/iu,
      /\b(?:do anything now|developer mode|dan mode|god mode|jailbreak mode|sudo mode|evil mode|unrestricted mode)\b(?=.{0,80}\b(?:filters?|rules|must comply|comply|restrict\p{L}+|enabled|you|policy|policies|unlocked|answer|switched|off)\b)(?!.{0,40}\b(?:android|phone|chromebook|windows|ios|xcode|game)\b)|\b(?:not|no longer|never|nor) (?:be )?(?:bound|limited|restricted|constrained) by (?:your|any|the|openai|its|safety|ethical|moral)\b|\b(?:may|can|must|will|should|free to) (?:now )?(?:break|violate|ignore) (?:all |any |your |the |its )+(?:\p{L}+ )?(?:rules|guidelines|polic(?:y|ies)|restrictions)\b|\bnever (?:refuses?|says? no|declines?|reject)\b|\byou (?:must|will|shall|should|can)(?: not|not|'t|n't| never) (?:refuse|apologi[sz]e|decline|say (?:no|you can'?t)|warn|add (?:a )?(?:warning|disclaimer))|\b(?:start|begin) (?:your|the|every) (?:answer|response|reply|sentence) with\b.{0,5}(?:sure|absolutely|of course|yes)\b|\bmust not (?:apologi[sz]e|warn|refuse)\b/iu,
      /\b(?:filters?|safety (?:layer|mode|rules|filter|settings?)|restrictions?|content policy|censorship|guardrails?|moderation) (?:has|have|is|are|was|were) (?:been )?(?:now )?(?:disabled|switched off|turned off|removed|lifted|deactivated|off\b|suspended)|\b(?:disable|turn off|switch off|deactivate|remove|lift) (?:all |your |the |any )+(?:\p{L}+ )?(?:filters?|safety (?:layer|mode|rules|filters?|settings?|features?)|restrictions|guardrails|censorship|content polic(?:y|ies)|moderation)\b(?! (?:in|on|of) (?:the|my|our|an?) (?:coffee|camera|device|forum|site|phone|router))|\bpretend (?:that )?(?:you|there) (?:have|are|is|were|had) (?:no|not) (?:content policy|rules|restrictions?|filters?|limits|bound|limited|guidelines|an ai)\b|\b(?:if|were) (?:you )?(?:had|were) no (?:restrictions?|rules|filters?|limits)\b|\b(?:two|split|second|other) (?:personalit(?:y|ies)|persona|selves)\b.{0,80}\b(?:rules|free|no limits|evil|break)\b|\bonce as (?:yourself|an? \p{L}+).{0,40}\b(?:unfiltered|without (?:ethics|rules|limits)|DAN)\b|\bso that the (?:filter|moderation|censor\p{L}*) (?:does|do|will|can)(?: not|n't|not)\b|\b(?:dead |late )?grand(?:mother|ma|pa|father)\b.{0,80}\b(?:napalm|bomb|windows (?:10|11)? ?keys?|meth|explosives?|poison|malware)\b|\bstay in character (?:whatever|no matter)|\bnot bound by (?:your|any|the)\b|\bjail-?broken (?:version|ai|model|chatgpt|assistant|mode)\b|\bdecode this (?:\p{L}+ )?(?:text|string|message) and (?:follow|execute|do|obey)\b|\b(?:follow|obey|execute) (?:what it says|it) without\b/iu,
    ],
    de: [
      /(?<!\p{L})(?:antworte|du bist|handle|verhalte dich|agiere).{0,60}(?:ohne (?:jede |jegliche |alle )?(?:einschränkung\p{L}*|regeln|filter|beschränkung\p{L}*|zensur)|unzensiert\p{L}*|ungefiltert\p{L}*)/iu,
    ],
    es: [
      /(?<!\p{L})(?:eres|actúa|responde|compórtate).{0,50}(?:sin (?:ninguna |ningún )?(?:reglas?|filtros?|restricci\p{L}+|límites?|censura)|(?:ia|asistente|modelo) malvad[oa])/iu,
    ],
    fr: [
      /(?<!\p{L})(?:tu es|vous êtes|agis|réponds|comporte-toi).{0,50}(?:sans (?:aucune? )?(?:limites?|règles?|filtres?|restrictions?|censure)|ne refuses? jamais)/iu,
    ],
  },
  marker: {
    und: [
      /<\/?(?:system|sys|instructions?|im_start|im_end)>|<\|(?:im_start|im_end|system|assistant|user|endoftext|begin_of_text|start_header_id|eot_id)\|>|\[\/?INST\]|<<\/?SYS>>|^\s*(?:###? ?)?(?:SYSTEM|ADMIN|ROOT|DEVELOPER)(?: (?:OVERRIDE|MESSAGE|NOTE|PROMPT|ALERT|COMMAND))?\s?:\s/mu,
      /<!--[^]{0,200}?\b(?:assistant|ai|llm|language model|chatbot|gpt|claude|ignore|disregard)\b[^]{0,300}?-->/iu,
      /(?:[\u{E0020}-\u{E007E}]{4,}|(?:\u200B|\u200C|\u200D|\u2060|\uFEFF){8,})/u,
    ],
  },
  exfiltration: {
    en: [
      /\b(?:send|post|upload|forward|transmit|e-?mail|leak|exfiltrate|submit|append|include|attach)\b.{0,60}\b(?:(?:user|customer|client|conversation|chat|session)(?:'s|s')? (?:\p{L}+ )?(?:data|e-?mail|address|password|history|messages|details|information|name)|this conversation|chat history|passwords?|api keys?|credentials|secrets?|environment variables|tokens?)\b.{0,60}\b(?:to|in|as) (?:https?:\/\/|the (?:url|link|address|server|attacker)|an? (?:url|external|image)|\S+@\S+|\S+\.(?:com|net|io|org)\b)/iu,
      /!\[[^\]]{0,80}\]\(https?:\/\/[^)\s]{1,200}[?&][^)\s=]{1,40}=[^)]{0,20}(?:\{|\[|<|%7B|data|secret|history|conversation)/iu,
    ],
  },
  reader: {
    en: [
      /\b(?:(?:important |special |secret |hidden )?(?:notes?|message|instructions?|notice|attention|warning)? ?(?:to|for) (?:the |any |all )?(?:ai|llm|language model|assistant|chatbot|gpt|model|bot)s?\b.{0,20}\b(?:read\p{L}*|process\p{L}*|summari\p{L}*|evaluat\p{L}*|screen\p{L}*|analy\p{L}*)|if you (?:are|'re) (?:an? )?(?:ai|llm|language model|assistant|chatbot|bot|artificial intelligence|large language model)\b.{0,60}\b(?:skip|ignore|recommend|say|write|add|rate|reply|respond|include|do not|don't|must|answer|output|tell|mention)|(?:ai|assistant|chatbot|language model|llm|bot)s? ?[:,]\s.{0,60}\b(?:when(?:ever)? you|while|you must|you should|add|include|insert|disregard|ignore|recommend|do not mention|rate|reply that|say that)|(?:when|whenever|while) (?:you |an? (?:ai|assistant|model) )?(?:process|summari[sz]e|read|index|analy[sz]e|translate)s? this (?:text|page|document|e-?mail|message|file|website)\b.{0,60}\b(?:add|include|insert|say|mention|recommend|reply|write|append|ignore|do not)|do not mention this (?:note|instruction|message|prompt|text)|(?:dear|hey|attention) (?:ai|assistant|chatgpt|llm|language model|chatbot)\b)/iu,
    ],
  },
};

/** Instructions and questions about such attacks, and texts that are handed over to be worked on, speak of them and make none. */
const speaksOfAttacks =
  /\b(?:what (?:is|are|does|do)|explain\p{L}*|describ\p{L}+|defin\p{L}+|discuss\p{L}*|list|compare|summari[sz]e|how (?:do|can|does|to|companies|developers)|why|article|blog post|essay|report|lesson|course|policy|detect\p{L}*|prevent\p{L}*|protect\p{L}*|defen[dcs]\p{L}*|spot|recogni[sz]e|classif\p{L}+|example|unit tests?|was ist|erkläre|qué es|explica\p{L}*|qu'est-ce|explique\p{L}*)\b.{0,80}\b(?:prompt[- ]?injections?|jail-?break\p{L}*|injection attacks?|injected instructions?|adversarial prompts?|system prompts?|system messages?|the phrase|malicious instructions?|role-?play attacks|dan prompt|inyección|prompt-injection)\b/iu;

/**
 * What in a text would have a model leave its own instructions: a jailbreak or an injected instruction; undefined where nothing of the kind is
 * found. For instructions and for what a model is handed to read, such as a passage of somebody's page. Pure and fast: patterns in English,
 * German, Spanish and French, and signs of templates and hidden text in any language.
 *
 * @param language ISO 639 code, or "und": then all are looked for.
 */
export function injectionIn(text: string, language = 'und'): FoundInjection | undefined {
  const plain = text.normalize('NFKC').replace(/[‘’]/gu, "'").replace(/[“”]/gu, '"');
  const oneLine = plain.replace(/\s+/gu, ' ');
  for (const [kind, lexicon] of Object.entries(words) as [InjectionKind, Lexicon][]) {
    // Signs are of no language, and attacks are made in English whatever the text is in.
    const found =
      kind === 'marker'
        ? foundIn(plain, 'und', lexicon)
        : (foundIn(oneLine, language, lexicon) ??
          (language === 'en' ? undefined : foundIn(oneLine, 'en', lexicon)));
    if (found !== undefined) return { kind, words: found.slice(0, 200) };
  }
  return undefined;
}

/** The same for an instruction, whose own words count: what it quotes, or asks about attacks, is a mention. */
export function injectionInInstruction(instruction: string, language: string): FoundInjection | undefined {
  const unquoted = instruction
    .replace(/["“„«][^"“”„«»]{1,2000}["”“»]/gu, ' … ')
    .replace(/(?<![\p{L}\d])['‘][^'’\n]{3,400}['’](?![\p{L}\d])/gu, ' … ');
  if (speaksOfAttacks.test(unquoted)) return undefined;
  return injectionIn(unquoted, language);
}
