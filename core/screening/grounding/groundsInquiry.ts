import { z } from 'zod';
import { drawPrompt } from '../../recipe/prompts/drawPrompt';
import { parseAnswer } from '../../recipe/prompts/parseAnswer';
import { promptReference } from '../../recipe/prompts/promptSet';
import { promptFor, renderPrompt, requestSchema } from '../../recipe/prompts/renderPrompt';
import type { RunSetup } from '../../recipe/runSetup';
import { callKey } from '../../teacher/callKey';
import type { Inquiry } from '../../teacher/inquiry';
import { rawOf, refusalReason } from '../../teacher/refusalReason';
import type { TeacherRequest } from '../../teacher/request';
import { notAsAsked } from '../refusedWords';

/** A claim that a comparison leaves in doubt, with the passages that are closest to it. */
export interface DoubtfulClaim {
  readonly claim: string;
  readonly passages: readonly EvidencePassage[];
}

export interface EvidencePassage {
  /** Its citation id, or "input". */
  readonly id: string;
  readonly text: string;
}

/** What the judge says of each claim in doubt, in their order; or why its answer could not be used. */
export type SettledGrounds = { readonly prompt: string; readonly calls: readonly string[] } & (
  { readonly claims: readonly SettledClaim[] } | { readonly unreadable: string; readonly raw: string }
);

export interface SettledClaim {
  readonly verdict: 'supported' | 'contradicted' | 'notFound';
  readonly passage: EvidencePassage | undefined;
  readonly quote: string;
}

const answerType = z.object({
  claims: z.array(
    z.object({
      claim: z.int(),
      passage: z.int(),
      quote: z.string(),
      verdict: z.enum(['supported', 'contradicted', 'notFound']),
    }),
  ),
});

/**
 * Has the teacher in the role `judge` say of a response's doubtful claims whether the passages support them: one call. An answer that leaves
 * a claim out, or speaks of one twice, is none.
 */
export function* groundsInquiry(
  { recipe, roles, prompts }: RunSetup,
  instruction: string,
  doubts: readonly DoubtfulClaim[],
): Inquiry<SettledGrounds> {
  const passages = [
    ...new Map(doubts.flatMap((doubt) => doubt.passages.map((one) => [one.id, one]))).values(),
  ];
  const file = drawPrompt(prompts, 'grounds', recipe.seed, instruction, ...doubts.map(({ claim }) => claim));
  const request: TeacherRequest = {
    role: 'judge',
    endpoint: roles.judge.endpoint,
    model: roles.judge.model,
    prompt: promptFor(
      roles.judge,
      renderPrompt(file, {
        question: instruction,
        passages: numbered(passages.map(({ text }) => text)),
        claims: numbered(doubts.map(({ claim }) => claim)),
      }),
    ),
    parameters: { temperature: 0, max_tokens: 128 + 160 * doubts.length },
    ...requestSchema(file, roles.judge),
    sample: '0',
  };
  const about = { prompt: promptReference(file), calls: [callKey(request)] };
  const [answer] = yield [request];
  const raw = rawOf(answer);
  const refused = refusalReason(answer, 'judge');
  if (refused !== undefined) return { ...about, unreadable: refused, raw };
  const found = parseAnswer(file, answer?.text ?? '', answerType)?.claims;
  const claims = doubts.map((_, index) => found?.filter(({ claim }) => claim === index + 1) ?? []);
  if (claims.some(({ length }) => length !== 1))
    return { ...about, unreadable: notAsAsked(answer, 'one verdict for each claim'), raw };
  return {
    ...about,
    claims: claims.map(([one]) => ({
      verdict: one!.verdict,
      passage: passages[one!.passage - 1],
      quote: one!.quote.trim(),
    })),
  };
}

function numbered(texts: readonly string[]): string {
  return texts.map((text, index) => `${index + 1}. ${text}`).join('\n\n');
}
