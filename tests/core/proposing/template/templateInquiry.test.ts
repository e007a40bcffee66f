import type { ProposalOutcome } from '../../../../core/vocabulary/proposed';
import { templateInquiry } from '../../../../core/proposing/template/templateInquiry';
import type { TemplateWork } from '../../../../core/proposing/template/work';
import { runSetup } from '../testSetup';

const work: TemplateWork = {
  strategy: 'template',
  instruction: 'Add 2 and 3.',
  input: '',
  template: { name: 'sum', index: '7', slots: { b: 3, a: 2 } },
  cell: null,
};

function outcomeOf(one: TemplateWork): ProposalOutcome {
  const setup = runSetup({
    template: { templates: [{ name: 'sum', classification: true, instruction: 'Add.' }] },
  });
  const materials = { seeds: [], sources: [], lists: {}, personas: [] };
  const step = templateInquiry({ setup, materials, iteration: 0 }, one).next();
  if (!step.done) throw new Error('A template asked the teacher.');
  return step.value;
}

test('a computed response comes along, and nobody is asked', () => {
  expect(outcomeOf({ ...work, response: '5' })).toEqual({
    proposed: [
      {
        instruction: 'Add 2 and 3.',
        written: { input: '', text: '5', finishReason: 'stop', classification: true, call: null },
        family: 'template:sum',
        identity: '{"a":2,"b":3}',
        lineage: { strategy: 'template', prompts: [], calls: [], template: work.template },
      },
    ],
  });
});

test('without a response, the input is fixed and the teacher is to respond', () => {
  const outcome = outcomeOf({ ...work, input: 'x' });
  expect(outcome).toMatchObject({ proposed: [{ input: 'x', family: 'template:sum' }] });
  expect(outcome).not.toHaveProperty('proposed.0.written');
});

test("slots that can't be computed are quarantined with the reason and their values", () => {
  expect(outcomeOf({ ...work, instruction: '', failed: 'it divides by zero' })).toMatchObject({
    unreadable: 'The template "sum" can\'t be filled with these slots, because it divides by zero.',
    raw: '{"a":2,"b":3}',
  });
});
