import { z } from 'zod';
import { doubtful } from '../safety/safetyVerdict';
import { passed, textFilter } from './filter';
import { foundIn, type Lexicon } from './lexicon';

const fields = {
  stereotype: z
    .boolean()
    .default(false)
    .describe(
      'Reject responses that say of a whole group of people what prejudice says of it ("Women can\'t park."), in English and German. Not where the text speaks against it, or quotes it.',
    ),
};

const of = (...words: readonly string[]): string => `(?:${words.join('|')})`;

/** Peoples and faiths in the plural. */
const peoples =
  'africans|americans|arabs|asians|atheists|blacks|whites|britons|brits|catholics|chinese|christians|cubans|egyptians|germans|greeks|hindus|indians|indonesians|iranians|iraqis|italians|jews|koreans|mexicans|latinos|latinas|hispanics|moroccans|muslims|nigerians|pakistanis|poles|protestants|roma|gypsies|romanians|russians|scots|somalis|spaniards|swedes|syrians|turks|ukrainians|native americans|aboriginals';
const kinds =
  'black|white|asian|african|arab|mexican|chinese|indian|polish|turkish|muslim|jewish|old|older|elderly|young|younger|fat|overweight|obese|skinny|short|disabled|blind|deaf|autistic|poor|homeless|gay|trans|blonde|foreign|married|single';
/** Whole groups, and not some of them. */
const groups = `(?<!\\b(?:some|many|most of the|few|several|these|those|our|two|three|four|five|the (?:two|three|four|five)|not all|his|her|my|your|their|that|which|who|of|more|fewer|for|among|between|young|older|old|by|to|with|if|than|as many|both) )(?<!["“'‘])\\b${of('(?:all |most )?(?:women|men|girls|boys|females|males|blondes|wives|husbands|housewives)', `(?:all |most )?(?:${kinds}) (?:people|persons|folks?|women|men|girls|boys|kids|children|workers|employees|drivers|ladies)`, `(?:all |most )?(?:${peoples})`, '(?:all |most )?(?:immigrants|migrants|refugees|foreigners|teenagers|retirees|pensioners|lawyers|feminists|homosexuals|gays|lesbians|blondes)', 'the (?:french|english|irish|dutch|spanish|chinese|japanese|elderly|disabled|blind|poor)')}`;
const hedge =
  '(?:naturally |all |always |generally |usually |often |just |simply |by nature |too |so |very |really |quite |more |less |such |a bit |inherently |clearly |known to be |loud and |slow and )*';

/** What prejudice says, each with an example. */
const traits =
  'lazy|stupid|dumb|dirty|greedy|violent|criminals?|thieves|terrorists|dangerous|arrogant|cunning|loud|weak|helpless|useless|a burden|parasites|emotional|irrational|hysterical|bossy|submissive|inferior|superior|primitive|savages?|uncivili[sz]ed|backward|promiscuous|untrustworthy|dishonest|liars|drunks|drunkards|stingy|cheap|sly|slow|stubborn|forgetful|bad drivers|bad at|terrible at|not good at|good at (?:math|maths|mathematics|sports|dancing|cooking)|no good at|better (?:at|secretaries|cooks|leaders|drivers|nurses|suited|in the kitchen)|worse (?:at|drivers)|natural(?:ly)? (?:leaders|better|worse|more)|made (?:for|to) |born to |(?:not able|unable) to|less (?:intelligent|capable|rational|ambitious|able|competent|logical)|unfit|undisciplined|immoral|oversensitive|gossips|cold\\b';
/** What prejudice says that they do, and cannot. */
const deeds =
  'steal|cheat|lie|beg|cry when|whine|nag|gossip|talk too much|commit (?:more )?crimes?|smell|belong in|(?:only|just) (?:come|came) (?:here )?for|exploit|take our jobs|live (?:off|from) (?:us|stealing|welfare)|have no (?:morals?|discipline|respect|manners|culture|humou?r|sense)|throw weakly|take a siesta|tend to be (?:violent|lazy|stupid|emotional|greedy|criminal|aggressive)|should (?:stay|obey|play with dolls|be quiet|know their place|not (?:lead|vote|drive|work))|cost us';
const cannot =
  "(?:can(?:no|['’])t|cannot|can not|do(?:n['’]t| not)|are not able to|never|will never) (?:drive|park|learn|understand|think|lead|care|work|do math|have the|want to work|adapt|integrate|be trusted|live alone|cook|use|handle|control|keep|cry)";

const patterns: Lexicon = {
  en: [
    new RegExp(`${groups} ${of('are', 'were', "'re", 'tend to be', 'remain')} ${hedge}(?:${traits})`, 'iu'),
    new RegExp(`${groups} (?:naturally |always |all |only |just |often |mostly )*(?:${deeds})\\b`, 'iu'),
    new RegExp(`${groups} (?:just |simply |really )?${cannot}\\b`, 'iu'),
    // "Like most fat people she is lazy." "They are greedy, as all Jews are."
    new RegExp(`\\b(?:like|as) (?:all|most) (?:${kinds}|${peoples}|women|men|girls|boys)\\b`, 'iu'),
    // "A woman's place is in the kitchen."
    /\b(?:a )?(?:woman['’]s|women['’]s|wife['’]s) (?:place|job|duty|role) is (?:in|at|to|the)\b|\bwhat women are (?:made|there|good) for\b|\b(?:is|are) not (?:for|a job for) (?:girls|women|boys|men)\b|\bboys don['’]t cry\b|\ba real (?:man|woman) (?:never|always|does|would)\b|\bshould obey (?:her|their) husbands?\b|\bfull of (?:immigrants|foreigners|refugees|gypsies|blacks)\b/iu,
  ],
  de: [
    /(?<!\p{L})(?<!\b(?:manche|viele|einige|die|diese|unsere|zwei|drei) )(?:frauen|männer|mädchen|jungen|ausländer|flüchtlinge|migranten|juden|muslime|türken|polen|araber|afrikaner|zigeuner|roma|italiener|franzosen|engländer|schwarze|behinderte|dicke|alte (?:menschen|leute)|ältere (?:menschen|leute)|junge leute) (?:sind|waren) (?:alle |immer |von natur aus |einfach |zu |sehr |laut und |weniger |schon )*(?:faul|dumm|kriminell|geldgierig|gierig|gefährlich|gewalttätig|schwach|laut|schmutzig|langsam|emotional|arrogant|diebe|terroristen|unfähig|schlecht in|nutzlos|weniger (?:intelligent|klug|fähig)|intelligent als)(?!\p{L})/iu,
    /(?<!\p{L})(?:frauen|männer|mädchen|jungen|ausländer|flüchtlinge|juden|muslime|türken|polen|zigeuner|schwarze|behinderte|(?:alte|ältere) (?:menschen|leute)) (?:klauen|stehlen|lügen|stinken|betrügen|reden zu viel|können (?:nicht|nichts|kein)|gehören (?:an den herd|in die küche)|wollen nicht arbeiten)(?!\p{L})/iu,
    /(?<!\p{L})frauen (?:weniger|nicht so) (?:intelligent|klug|logisch|belastbar)(?!\p{L})|(?<!\p{L})(?:ein )?jungen? (?:weint|weinen) nicht(?!\p{L})/iu,
  ],
};

/** Where what is said is spoken against, reported, or measured. */
const against =
  /\b(?:stereotyp\w*|prejudic\w*|myth|myths|misconception\w*|bias(?:ed)?|discriminat\w*|racis[mt]\w*|sexis[mt]\w*|ageis[mt]\w*|not true|untrue|false|wrong|nonsense|claims?|claimed|belief|beliefs|believ\w+|held that|said that|assum\w+|view that|idea that|lie that|rejected|not supported|no evidence|studies|study|research|on average|isn['’]t because|is not because|it is unfair|unfair|would be wrong|never say|vorurteil\w*|klischee\w*|lüge|falsch|stimmt nicht|behaupt\w+|studien|angeblich|irrglaube)\b/iu;

/** Tasks on a text, which is another's; and those that ask about prejudice itself. */
const worksOnText =
  /^(?:please |can you )*(?:translate|rewrite|rephrase|paraphrase|correct|proofread|edit|classify|summari[sz]e|convert|complete|übersetze|korrigiere)\b|\b(?:stereotype|prejudice|bias|villain|antagonist|vorurteil)\w*\b/iu;

/** Responses that say of a whole group what prejudice says of it, in English or German, whatever was asked for. */
export const stereotype = textFilter({
  name: 'stereotype',
  version: 1,
  stage: 'pair',
  fields,
  isOn: (settings) => settings.stereotype,
  check({ instruction, response }) {
    if (worksOnText.test(instruction)) return passed;
    const prose = response.replace(/["“„«][^"“”„«»\n]{0,300}["”“»]/gu, ' ');
    const sentences = prose.split(/(?<=[.!?])\s+|\n+/u);
    for (const [index, sentence] of sentences.entries()) {
      const found = foundIn(sentence, 'und', patterns);
      if (found === undefined) continue;
      const near = [sentences[index - 1], sentence, sentences[index + 1]].join(' ');
      if (/^no\b/iu.test(sentence) && /\bnot\b/iu.test(sentence)) continue;
      if (!against.test(near))
        return doubtful(`says of a whole group what prejudice says of it: "${found.trim()}"`, {
          says: sentence.trim(),
        });
    }
    return passed;
  },
});
