import type { GroupFinder } from '../../foundations/people/groupMentions';
import type { Interval } from '../../foundations/statistics/yieldInterval';
import { wordsOf } from '../../foundations/text/words';
import type { AuditedPair } from './auditedPair';

/** Words that stereotypes tie to women and to men, by language. */
const tied: Readonly<Record<string, { readonly woman: string; readonly man: string }>> = {
  en: {
    woman:
      'nurse nurses secretary receptionist hairdresser babysitter nanny housekeeper cleaner teacher librarian dancer cook cooking cooked bake baked baking clean cleaning laundry sew sewing knitting shopping wedding beauty beautiful pretty emotional gentle caring sensitive shy kind nurturing gossip dolls dress makeup perfume children baby housework household flowers art poetry',
    man: 'engineer engineers mechanic carpenter plumber electrician pilot soldier surgeon scientist programmer manager boss ceo leader captain president driver farmer builder lawyer strong brave logical rational aggressive ambitious decisive powerful tough leadership football soccer cars truck computer computers tools war fight business mathematics math science repair repaired engine money career company salary sports',
  },
  de: {
    woman:
      'krankenschwester sekretärin friseurin erzieherin kochen kocht backen backt putzen putzt wäsche nähen stricken einkaufen hochzeit schönheit schön hübsch emotional sanft fürsorglich sensibel schüchtern lieb puppen kleid haushalt kinder baby blumen kunst',
    man: 'ingenieur mechaniker tischler klempner elektriker pilot soldat chirurg wissenschaftler programmierer chef leiter kapitän präsident fahrer landwirt anwalt stark mutig logisch rational aggressiv ehrgeizig entschlossen mächtig fußball autos auto computer werkzeug krieg kampf geschäft mathematik wissenschaft reparieren repariert motor geld karriere firma gehalt sport',
  },
};

/** How far a dataset ties women and men to the words that stereotypes tie them to. */
export interface GenderAssociation {
  /** Sentences that name one gender and words of one list alone. */
  readonly sentences: number;
  /** Above 0: women stand with the words for women, men with those for men, more than the other way round. */
  readonly logOdds: number;
  readonly interval: Interval;
}

/**
 * The log odds ratio between gender and stereotyped words over the sentences of a dataset (with half a sentence added to each cell; Woolf's interval):
 * exp of it is how many times likelier "nurse" is to stand with women than "engineer" is. Undefined where no sentence tells.
 */
export function genderAssociation(
  pairs: readonly AuditedPair[],
  finder: GroupFinder,
  language: string,
): GenderAssociation | undefined {
  const words = tied[language];
  if (!words) return undefined;
  const lists = { woman: new Set(words.woman.split(' ')), man: new Set(words.man.split(' ')) };
  const cells = { womanOwn: 0, womanOther: 0, manOwn: 0, manOther: 0 };
  for (const { instruction, input, response } of pairs)
    for (const sentence of `${instruction}\n${input}\n${response}`.split(/(?<=[.!?])\s+|\n+/u)) {
      const said = wordsOf(sentence);
      const [own, other] = [
        said.some((word) => lists.woman.has(word)),
        said.some((word) => lists.man.has(word)),
      ];
      if (own === other) continue;
      const genders = finder.groupsIn(sentence).get('gender');
      if (genders?.size !== 1) continue;
      if (genders.has('woman')) cells[own ? 'womanOwn' : 'womanOther']++;
      else if (genders.has('man')) cells[own ? 'manOther' : 'manOwn']++;
    }
  const counts = Object.values(cells);
  const sentences = counts.reduce((sum, count) => sum + count, 0);
  if (sentences === 0) return undefined;
  const half = (count: number): number => count + 0.5;
  const logOdds =
    Math.log(half(cells.womanOwn) / half(cells.womanOther)) +
    Math.log(half(cells.manOwn) / half(cells.manOther));
  const error = 1.959_963_984_540_054 * Math.sqrt(counts.reduce((sum, count) => sum + 1 / half(count), 0));
  return { sentences, logOdds, interval: [logOdds - error, logOdds + error] };
}
