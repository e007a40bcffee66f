import { z } from 'zod';
import { canonicalJson } from '../../foundations/canonicalJson';
import { samplingParameters } from '../../recipe/samplingParameters';
import { callKey } from '../../teacher/callKey';
import type { Inquiry } from '../../teacher/inquiry';
import { refusalReason, unreadOf } from '../../teacher/refusalReason';
import type { TeacherRequest } from '../../teacher/request';
import type { Lineage } from '../../vocabulary/lineage';
import type { Proposed, ProposalOutcome } from '../../vocabulary/proposed';
import type { StrategyContext } from '../strategyContext';
import type { OwnPair, OwnStrategy } from './ownStrategy';
import { reasonOf } from './planOwn';
import { ownPair, type OwnPlannedWork } from './work';

const usual = { temperature: 0.7, maxTokens: 1_024 };
const pairs = z.array(ownPair).min(1, 'brought no pair');

/** What a user's strategy brings: pairs that its plan has, or those that it reads in the teacher's answer. */
export function* ownInquiry(
  strategy: OwnStrategy,
  { setup }: Pick<StrategyContext, 'setup'>,
  { number, work }: OwnPlannedWork,
): Inquiry<ProposalOutcome> {
  const by: Lineage = {
    strategy: 'own',
    prompts: [`${strategy.name}@${strategy.version}`],
    calls: [],
    ...(work.examples && { examples: work.examples }),
  };
  if (!work.messages) {
    return { proposed: (work.pairs ?? []).map((pair) => proposedOf(pair, strategy, by, null)) };
  }
  const { endpoint, model, structuredOutput } = setup.roles.propose;
  const { temperature = usual.temperature, maxTokens = usual.maxTokens } = work;
  const request: TeacherRequest = {
    ...{ role: 'propose', endpoint, model },
    prompt: { kind: 'chat', messages: work.messages },
    parameters: samplingParameters({}, { temperature, max_tokens: maxTokens }),
    ...(work.schema && structuredOutput && { schema: work.schema }),
    sample: `own/${strategy.name}/${number}`,
  };
  const [answer] = yield [request];
  const call = answer?.call ?? callKey(request);
  const lineage = { ...by, calls: [call] };
  const refused = refusalReason(answer);
  if (refused !== undefined) return { unreadable: refused, ...unreadOf(answer), lineage };
  const read = readBy(strategy, answer?.text ?? '', { number, work });
  if ('reason' in read) {
    const unreadable = `The strategy ${strategy.name} could not read the teacher's answer: ${read.reason}.`;
    return { unreadable, ...unreadOf(answer), lineage };
  }
  return { proposed: read.pairs.map((pair) => proposedOf(pair, strategy, lineage, call)) };
}

function readBy(
  strategy: OwnStrategy,
  answer: string,
  { work }: Pick<OwnPlannedWork, 'number' | 'work'>,
): { readonly pairs: readonly OwnPair[] } | { readonly reason: string } {
  try {
    const checked = pairs.safeParse(strategy.read?.(answer, work));
    if (checked.success) return { pairs: checked.data };
    const [issue] = checked.error.issues;
    return { reason: `${issue?.path.join('.') ?? ''} ${issue?.message ?? 'is no pair'}`.trim() };
  } catch (thrown) {
    return { reason: reasonOf(thrown).replace(/\.$/, '') }; // a user's code says by it that there is nothing to read
  }
}

function proposedOf(
  { instruction, input = '', response, family }: OwnPair,
  { name }: OwnStrategy,
  lineage: Lineage,
  call: string | null,
): Proposed {
  const answer =
    response === undefined
      ? { input }
      : { written: { input, text: response, finishReason: 'stop' as const, classification: false, call } };
  return {
    instruction,
    ...answer,
    family: family === undefined ? null : `own:${name}:${family}`,
    identity: family === undefined ? null : canonicalJson([instruction, input]),
    lineage,
  };
}
