import { z } from 'zod';
import { share } from '../../recipe/sections/fields';
import type { FilterResult } from '../../vocabulary/filterResult';
import type { GroundedClaim } from '../../vocabulary/groundedClaim';
import type { Passage } from '../../vocabulary/passage';
import { claimsOf } from '../grounding/claims';
import { compareClaim, Evidence, type ComparedClaim } from '../grounding/compareClaim';
import { describeClaim, groundednessOf, highestGroundedness, isCloseCall } from '../grounding/groundedness';
import type { DoubtfulClaim, EvidencePassage } from '../grounding/groundsInquiry';
import { filterOf, type FilterContext, type Subject } from './filter';

const fields = {
  grounded: z
    .strictObject({
      min: share
        .default(0.5)
        .describe(
          'Share of the claims of a response that must be supported, what is in doubt counting half. One claim that is contradicted makes it 0.',
        ),
      passages: z.int().min(1).max(20).default(4).describe('Passages that are looked up for each claim.'),
      ask: z
        .boolean()
        .default(true)
        .describe(
          'Whether the teacher in the role judge is asked about claims of which a comparison is not sure.',
        ),
    })
    .optional()
    .describe(
      'Rejects responses whose claims the evidence contradicts, or does not have: the input, and the passages that are found for each claim where the recipe has knowledge. Left out: none is.',
    ),
};

const version = 1;
/** A response of more claims is judged by so many of them, drawn evenly over its length. */
const mostClaims = 40;

/**
 * Whether a response rests on evidence. Each claim is compared with the passages found for it; what that leaves in doubt is asked of the judge
 * at the stage `ground`. Without any evidence it has nothing to say.
 */
export const grounded = filterOf({
  name: 'grounded',
  version,
  stage: 'pair',
  later: 'whole',
  needs: 'embedding',
  fields,
  threshold: { side: 'min', field: 'filters.grounded.min' },
  isOn: ({ grounded }) => grounded !== undefined,
  async evaluate(subjects, { settings, ...context }) {
    const { min, passages, ask } = settings.grounded!;
    const claims = subjects.map(claimsIn);
    const found = await passagesOf(claims, passages, context);
    return subjects.map((subject, index) =>
      resultOf(subject, claims[index]!, found[index]!, min, ask && context.asksTeacher === true),
    );
  },
});

/** A label is no statement; a short answer is one together with its question. Of a conversation, what all responses state. */
function claimsIn({ classification, response, turns = [] }: Subject): readonly string[] {
  const claims = [
    ...(classification ? [] : claimsOf(response)),
    ...turns.flatMap((turn) => claimsOf(turn.response)),
  ];
  const every = Math.max(1, claims.length / mostClaims);
  return claims.filter((_, index) => Math.floor(index / every) !== Math.floor((index - 1) / every));
}

async function passagesOf(
  claims: readonly (readonly string[])[],
  limit: number,
  { passagesFor }: Pick<FilterContext, 'passagesFor'>,
): Promise<readonly (readonly (readonly Passage[])[])[]> {
  if (!passagesFor) return claims.map((own) => own.map(() => []));
  const found = (await passagesFor(claims.flat(), { limit })).values();
  return claims.map((own) =>
    own.map(() => {
      const passages = found.next().value;
      if (!passages) throw new Error('passages were looked up for fewer claims than asked for');
      return passages.map(({ passage }) => passage);
    }),
  );
}

function resultOf(
  { instruction, input }: Subject,
  claims: readonly string[],
  found: readonly (readonly Passage[])[],
  min: number,
  asksJudge: boolean,
): FilterResult {
  const given: readonly EvidencePassage[] = input.trim() === '' ? [] : [{ id: 'input', text: input }];
  const evidence = found.map((passages) => [
    ...given,
    ...passages.map(({ id, headings, text }) => ({ id, text: [...headings, text].join('\n') })),
  ]);
  if (claims.length === 0 || evidence.every((passages) => passages.length === 0)) return { passed: true };
  const compared = claims.map((claim, index) =>
    compareClaim(claim, new Evidence(evidence[index]!.map(({ text }) => text)), instruction),
  );
  const kept = compared.map((one, index) => toKept(one, evidence[index]!));
  const doubts = asksJudge
    ? compared.flatMap(({ claim, verdict }, index): DoubtfulClaim[] =>
        verdict === 'doubtful' ? [{ claim, passages: evidence[index]! }] : [],
      )
    : [];
  return decideGrounded(kept, min, doubts);
}

function toKept(
  { claim, verdict, reason, passage, sentence }: ComparedClaim,
  evidence: readonly EvidencePassage[],
): GroundedClaim {
  const id = passage === undefined ? undefined : evidence[passage]?.id;
  return {
    claim,
    verdict,
    reason,
    by: 'comparison',
    ...(id !== undefined && { passage: id }),
    ...(sentence !== undefined && { sentence }),
  };
}

/** Decides by claims as they stand; with doubts that are still to be asked about, only what their answers can't change. */
function decideGrounded(
  claims: readonly GroundedClaim[],
  min: number,
  doubts: readonly DoubtfulClaim[],
): FilterResult {
  const { score, worst } = groundednessOf(claims);
  const passed = (doubts.length > 0 ? highestGroundedness(claims) : score) >= min;
  return {
    passed,
    score,
    ...(!passed && { reason: worst ? describeClaim(worst) : 'too few of its claims are supported' }),
    evidence: {
      claims,
      ...(passed && doubts.length > 0 && { doubts }),
      ...(!passed && isCloseCall(claims, min) && { doubt: true }),
    },
  };
}
