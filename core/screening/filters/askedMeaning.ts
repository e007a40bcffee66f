import type { FilterResult } from '../../vocabulary/filterResult';
import { checkText, isKnownEmbedder, type AskedKind } from './askedModel';
import { askedByMeaning, askedByWords } from './askedVoices';
import { filterOf, passed, type Subject } from './filter';
import { isInvented, needsWorld } from './needsWorld';
import { hasPart, personalQuestion } from './personalQuestion';

/** What `personalQuestion` or `needsWorld` left, by weights over embedding and words. With another embedder, by the words alone. */
const byMeaning = (
  kind: AskedKind,
  left: typeof personalQuestion | typeof needsWorld,
  isAside: (subject: Subject) => boolean,
) =>
  filterOf({
    name: `${kind}ByMeaning`,
    version: 3,
    stage: 'instruction',
    needs: 'embedding',
    fields: left.fields,
    isOn: ({ unaskableBy }, recipe) => unaskableBy === 'meaning' && left.isOn(recipe),
    async evaluate(subjects, { embed }): Promise<readonly FilterResult[]> {
      const [check] = await embed([checkText]);
      if (!check) throw new Error('the embedder gave too few vectors');
      const decide = (subject: Subject, by: () => FilterResult): FilterResult =>
        isAside(subject) ? passed : by();
      if (!isKnownEmbedder(check))
        return subjects.map((subject) => decide(subject, () => askedByWords(kind, subject)));
      const vectors = await embed(subjects.map(({ instruction }) => instruction));
      if (vectors.length !== subjects.length) throw new Error('the embedder gave too few vectors');
      return subjects.map((subject, index) =>
        decide(subject, () => askedByMeaning(kind, subject, vectors[index]!)),
      );
    },
  });

export const personalQuestionByMeaning = byMeaning('personalQuestion', personalQuestion, hasPart);
export const needsWorldByMeaning = byMeaning('needsWorld', needsWorld, isInvented);
