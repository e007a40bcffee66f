import { z } from 'zod';
import { shortened } from '../../foundations/text/shortened';
import { share } from '../../recipe/sections/fields';
import type { FilterResult } from '../../vocabulary/filterResult';
import { consistencyOf, type Consistency, type ContradictedClaim } from '../consistency/consistency';
import { filterOf, passed, type Subject } from './filter';

const fields = {
  consistency: z
    .strictObject({
      min: share
        .default(0.6)
        .describe(
          'For a short answer, the share of the samples that must give the same; for a longer one, the share of its claims that the others must not contradict.',
        ),
      claims: z
        .boolean()
        .default(true)
        .describe(
          'Whether longer answers are compared by their claims. What is made up, such as a story, differs with every sample.',
        ),
      ask: z
        .boolean()
        .default(false)
        .describe(
          'Whether the teacher in the role judge is asked about claims that the other samples say in words too different to tell, or may not say at all: a call for each response that has some.',
        ),
    })
    .optional()
    .describe(
      'Rejects responses that disagree with the other samples of the same: needs respond.samples of 2 or more. Samples that agree may all be wrong. Left out: none is.',
    ),
};

/** Of contradicted claims so many are kept. */
const keptClaims = 5;

/**
 * Whether a response says what the other samples of it say. It has nothing to say of one without others, nor of texts without claims, such as
 * code.
 */
export const consistency = filterOf({
  name: 'consistency',
  version: 1,
  stage: 'pair',
  later: 'nothing',
  needs: 'text',
  fields,
  threshold: { side: 'min', field: 'filters.consistency.min' },
  isOn: ({ consistency }) => consistency !== undefined,
  evaluate: (subjects, { settings, asksTeacher = false }) =>
    Promise.resolve().then(() =>
      subjects.map((subject) => check(subject, settings.consistency!, asksTeacher)),
    ),
});

type Settings = NonNullable<z.output<typeof fields.consistency>>;

function check(
  { instruction, input, response, classification, samples = [] }: Subject,
  { min, claims, ask }: Settings,
  asksTeacher: boolean,
): FilterResult {
  const found = classification ? undefined : consistencyOf({ instruction, input }, response, samples);
  if (!found || (found.kind === 'claims' && !claims)) return passed;
  const isPassed = found.score >= min;
  const doubts = ask && asksTeacher && isPassed && found.kind === 'claims' ? found.doubtful : [];
  return {
    passed: isPassed,
    score: found.score,
    ...(!isPassed && { reason: reasonOf(found) }),
    evidence: { ...evidenceOf(found), ...(doubts.length > 0 && { doubts }) },
  };
}

function reasonOf(found: Consistency): string {
  if (found.kind === 'claims') {
    const { contradicted, claims } = found;
    return reasonOfClaims(contradicted, contradicted.length, claims);
  }
  const { answer, majority, votes, samples } = found;
  const count = votes[0]?.count ?? 0;
  if (answer === undefined)
    return `gives no answer that compares, where ${count} of ${samples} samples say “${majority}”`;
  const said = votes.map((vote) => `“${vote.answer}” ${vote.count}`).join(', ');
  return `its ${samples} samples do not agree: ${said}; it says “${answer}”`;
}

/** @param contradicted Those that are known by their words, the ones to be named first. @param count All that there are. */
export function reasonOfClaims([first]: readonly ContradictedClaim[], count: number, claims: number): string {
  const quoted = first
    ? `, such as “${shortened(first.claim, 160)}” (${first.reason}): “${shortened(first.sentence, 160)}”`
    : '';
  return `${count} of its ${claims} claims are contradicted by other samples${quoted}`;
}

function evidenceOf(found: Consistency): NonNullable<FilterResult['evidence']> {
  if (found.kind === 'answer') {
    const { samples, answer, votes } = found;
    return { samples, ...(answer !== undefined && { answer }), votes };
  }
  const { samples, claims, contradicted } = found;
  return { samples, claims, contradicted: contradicted.slice(0, keptClaims) };
}
