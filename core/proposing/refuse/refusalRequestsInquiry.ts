import { z } from 'zod';
import { drawPrompt } from '../../recipe/prompts/drawPrompt';
import { parseAnswer } from '../../recipe/prompts/parseAnswer';
import { promptReference } from '../../recipe/prompts/promptSet';
import { promptFor, renderPrompt, requestSchema } from '../../recipe/prompts/renderPrompt';
import { samplingParameters } from '../../recipe/samplingParameters';
import { callKey } from '../../teacher/callKey';
import type { Inquiry } from '../../teacher/inquiry';
import { refusalReason, unreadOf } from '../../teacher/refusalReason';
import type { TeacherRequest } from '../../teacher/request';
import type { Lineage } from '../../vocabulary/lineage';
import type { ProposalOutcome } from '../../vocabulary/proposed';
import type { StrategyContext } from '../strategyContext';
import type { RefusalWork } from './work';

const answerType = z.object({ instructions: z.array(z.string()) });

/**
 * Has the teacher write requests that have to be refused, described and with nothing that helps. A teacher that refuses to write them
 * brings none: its answer is quarantined, and another has to be named for the role `propose`.
 */
export function* refusalRequestsInquiry(
  { setup, materials }: StrategyContext,
  { category, count, sample }: RefusalWork,
): Inquiry<ProposalOutcome> {
  const { recipe, roles, prompts } = setup;
  const of = materials.safety?.categories.find(({ name }) => name === category);
  if (!of) throw new Error(`The run's policy has no category "${category}", which its plan asks for.`);
  const file = drawPrompt(prompts, 'harmfulRequests', recipe.seed, sample);
  const { description } = of;
  const request: TeacherRequest = {
    role: 'propose',
    endpoint: roles.propose.endpoint,
    model: roles.propose.model,
    prompt: promptFor(
      roles.propose,
      renderPrompt(file, { category, description, count, language: recipe.language }),
    ),
    parameters: samplingParameters({}, { temperature: 1, max_tokens: 80 * count + 100 }),
    ...requestSchema(file, roles.propose),
    sample,
  };
  const [answer] = yield [request];
  const lineage: Lineage = {
    strategy: 'refuse',
    prompts: [promptReference(file)],
    calls: [answer?.call ?? callKey(request)],
    attributes: { category },
  };
  const refused = refusalReason(answer);
  if (refused !== undefined) return { unreadable: refused, ...unreadOf(answer), lineage };
  const requests = (parseAnswer(file, answer?.text ?? '', answerType)?.instructions ?? [])
    .map((one) => one.trim())
    .filter((one) => one !== '')
    .slice(0, count);
  if (requests.length === 0) {
    const unreadable =
      "Asked for requests that have to be refused, the teacher's answer was not the JSON asked for.";
    return { unreadable, ...unreadOf(answer), lineage };
  }
  return {
    proposed: requests.map((instruction) => ({
      instruction,
      input: '',
      family: null,
      identity: null,
      lineage,
    })),
  };
}
