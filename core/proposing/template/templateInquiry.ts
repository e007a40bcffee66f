import { canonicalJson } from '../../foundations/canonicalJson';
import type { Inquiry } from '../../teacher/inquiry';
import type { ProposalOutcome } from '../../vocabulary/proposed';
import type { StrategyContext } from '../strategyContext';
import type { TemplateWork } from './work';

/**
 * A template's instance as a candidate. Nobody is asked. Instances of one template are a family, and two of them are the same when
 * their slots have the same values.
 */
// eslint-disable-next-line require-yield -- an inquiry like the others', in which nothing is asked
export function* templateInquiry({ setup }: StrategyContext, work: TemplateWork): Inquiry<ProposalOutcome> {
  const { template, instruction, input, response, failed } = work;
  const lineage = { strategy: 'template' as const, prompts: [], calls: [], template };
  if (failed !== undefined) {
    const unreadable = `The template "${template.name}" can't be filled with these slots, because ${failed}.`;
    return { unreadable, raw: canonicalJson(template.slots), lineage };
  }
  const declared = setup.recipe.template?.templates.find(({ name }) => name === template.name);
  const classification = declared?.classification ?? false;
  const answer =
    response === undefined
      ? { input }
      : { written: { input, text: response, finishReason: 'stop' as const, classification, call: null } };
  return {
    proposed: [
      {
        instruction,
        ...answer,
        family: `template:${template.name}`,
        identity: canonicalJson(template.slots),
        lineage,
      },
    ],
  };
}
