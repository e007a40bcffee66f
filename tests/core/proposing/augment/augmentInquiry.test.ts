import { augmentInquiry } from '../../../../core/proposing/augment/augmentInquiry';
import { operatorYields } from '../../../../core/proposing/augment/operatorYields';
import type { AugmentWork } from '../../../../core/proposing/augment/work';
import { callKey } from '../../../../core/teacher/callKey';
import type { ProposalOutcome } from '../../../../core/vocabulary/proposed';
import type { TeacherAnswer, TeacherRequest } from '../../../../core/teacher/request';
import { runSetup } from '../testSetup';

const pair = {
  instruction: 'Suggest five herbs for a balcony.',
  input: '',
  response: 'Basil, mint, chives, parsley and thyme.',
  classification: false,
};

function work(chain: readonly string[], more: Partial<AugmentWork> = {}): AugmentWork {
  return {
    strategy: 'augment',
    parent: { seed: 3 },
    ...pair,
    family: 'seed:3',
    chain,
    sample: 'augment/seed:3/0',
    draws: {},
    ...more,
  };
}

const answer = (text: string, more: Partial<TeacherAnswer> = {}): TeacherAnswer => ({
  text,
  finishReason: 'stop',
  promptTokens: 0,
  completionTokens: 0,
  requestId: '',
  ...more,
});
const instruction = (text: string): TeacherAnswer => answer(JSON.stringify({ instruction: text }));
const same = (verdict: boolean): TeacherAnswer =>
  answer(JSON.stringify({ difference: 'none', same: verdict }));

function hold(
  planned: AugmentWork,
  answers: readonly TeacherAnswer[],
  { augment = {}, role = {} } = {},
): { outcome: ProposalOutcome; requests: TeacherRequest[] } {
  const setup = runSetup({ augment: { chains: [['deepen']], judge: false, ...augment } }, role);
  const inquiry = augmentInquiry({ setup }, planned);
  const requests: TeacherRequest[] = [];
  let next = inquiry.next();
  while (!next.done) {
    const given = next.value.map((_, index) => answers[requests.length + index]);
    requests.push(...next.value);
    next = inquiry.next(given as TeacherAnswer[]);
  }
  return { outcome: next.value, requests };
}

const only = (outcome: ProposalOutcome) => {
  if (!('proposed' in outcome) || !outcome.proposed[0]) throw new Error(JSON.stringify(outcome));
  return outcome.proposed[0];
};

describe('a conversation', () => {
  const turns = [{ message: 'And for shade?', response: 'Mint.' }];

  it('goes on as its parent does where the meaning is kept, and ends with its response where that changed', () => {
    const kept = hold(work(['paraphraseInstruction'], { turns }), [
      instruction('Which five herbs suit a balcony?'),
    ]);
    expect(only(kept.outcome).written?.turns).toEqual(turns);
    const entities = answer(JSON.stringify({ replacements: [{ old: 'balcony', new: 'roof' }] }));
    const changed = hold(work(['changeEntities'], { turns }), [entities]);
    expect(only(changed.outcome).written?.turns).toBeUndefined();
  });
});

describe('a chain of operators', () => {
  it('keeps the response of a paraphrase, and asks embeddings whether it means the same', () => {
    const { outcome, requests } = hold(work(['paraphraseInstruction']), [
      instruction('Which five herbs suit a balcony?'),
    ]);
    expect(only(outcome)).toMatchObject({
      instruction: 'Which five herbs suit a balcony?',
      written: { input: '', text: pair.response, finishReason: 'stop', classification: false, call: null },
      family: 'seed:3',
      comparisons: [
        {
          filter: 'meaning:paraphraseInstruction',
          left: pair.instruction,
          right: 'Which five herbs suit a balcony?',
          min: 0.7,
        },
      ],
      lineage: {
        strategy: 'augment',
        parent: { seed: 3 },
        prompts: ['paraphraseInstruction@1'],
        calls: requests.map(callKey),
        steps: [
          {
            operator: 'paraphraseInstruction',
            prompt: 'paraphraseInstruction@1',
            call: callKey(requests[0]!),
          },
        ],
      },
    });
  });

  it('leaves the response of an evolved instruction to be written, on the same input', () => {
    const planned = work(['deepen'], { input: 'A balcony to the north.' });
    const { outcome } = hold(planned, [
      instruction('Suggest five herbs for a balcony, and how deep they root.'),
    ]);
    const proposed = only(outcome);
    expect(proposed.written).toBeUndefined();
    expect(proposed.input).toBe('A balcony to the north.');
    expect(proposed.comparisons).toEqual([expect.objectContaining({ filter: 'meaning:deepen', max: 0.97 })]);
  });

  it('hands what one operator made to the next', () => {
    const { outcome, requests } = hold(work(['deepen', 'changeStyle'], { draws: { changeStyle: 'terse' } }), [
      instruction('Suggest five herbs for a balcony, and how deep they root.'),
      instruction('Five balcony herbs, and how deep their roots go?'),
    ]);
    expect(JSON.stringify(requests[1]!.prompt)).toContain('how deep they root');
    expect(only(outcome)).toMatchObject({
      instruction: 'Five balcony herbs, and how deep their roots go?',
      lineage: {
        steps: [{ operator: 'deepen' }, { operator: 'changeStyle' }],
        attributes: { changeStyle: 'terse' },
      },
    });
    expect(new Set(requests.map(callKey)).size).toBe(2);
  });

  it('ends at the first operator that fails, asks nothing more, and says which it was', () => {
    const { outcome, requests } = hold(work(['paraphraseInstruction', 'deepen']), [
      instruction('Suggest some herbs.'),
    ]);
    expect(requests).toHaveLength(1);
    const reason = 'paraphraseInstruction: the variant loses the number “5”';
    expect(only(outcome)).toMatchObject({
      rejected: { filter: 'operator', reason },
      lineage: { steps: [{ operator: 'paraphraseInstruction', failed: reason }] },
    });
  });

  it.each([
    [answer('no JSON'), 'deepen: the answer holds no instruction.'],
    [answer('', {}), 'The answer is empty.'],
    [answer('{"instruction": "Sug', { finishReason: 'length' }), 'The answer was cut at its length limit.'],
    [answer('', { refusal: 'I will not.' }), 'The teacher refused.'],
  ])('keeps an answer that cannot be read: %#', (given, unreadable) => {
    const { outcome } = hold(work(['deepen']), [given]);
    expect(outcome).toMatchObject({
      unreadable,
      raw: given.refusal ?? given.text,
      lineage: { steps: [{ operator: 'deepen', failed: unreadable }] },
    });
  });

  it('holds the same inquiry again from the same answers', () => {
    const answers = [instruction('Suggest five herbs for a balcony, and how deep they root.'), same(false)];
    const augment = { judge: true };
    expect(hold(work(['deepen']), answers, { augment })).toEqual(
      hold(work(['deepen']), answers, { augment }),
    );
  });

  it('makes a broadened task one of its own, without a family', () => {
    const { outcome } = hold(work(['broaden']), [instruction('Suggest a moss for a shaded roof.')]);
    expect(only(outcome)).toMatchObject({ family: null, identity: null });
    expect(only(outcome)).not.toHaveProperty('input');
  });

  it('rewrites a response with the call that wrote it', () => {
    const response = answer(JSON.stringify({ response: 'Thyme, parsley, chives, mint and basil.' }));
    const { outcome, requests } = hold(work(['paraphraseResponse']), [response]);
    expect(only(outcome)).toMatchObject({
      instruction: pair.instruction,
      written: { text: 'Thyme, parsley, chives, mint and basil.', call: callKey(requests[0]!) },
      comparisons: [{ left: pair.response, right: 'Thyme, parsley, chives, mint and basil.' }],
    });
  });

  it('compares no long texts for a change, of which an embedding sees only the beginning', () => {
    const long = `Suggest five herbs ${'for a balcony '.repeat(60)}`;
    const { outcome } = hold(work(['deepen'], { instruction: long }), [
      instruction(`${long} and their roots`),
    ]);
    expect(only(outcome).comparisons).toBeUndefined();
  });

  it('tells members of a family apart by instruction, input and response, marks and case aside', () => {
    const identity = (text: string, more: Partial<AugmentWork> = {}) =>
      only(hold(work(['paraphraseInstruction'], more), [instruction(text)]).outcome).identity;
    const one = identity('Which five herbs suit a balcony?');
    expect(identity('which FIVE herbs  suit a balcony')).toBe(one);
    expect(identity('Which five herbs suit a balcony?', { response: 'None at all.' })).not.toBe(one);
  });
});

describe('the judge', () => {
  const deeper = instruction('Suggest five herbs for a balcony, and how deep they root.');
  const other = instruction('Which five herbs suit a balcony?');

  it('rejects a paraphrase that asks for something else, and an evolution that asks for nothing more', () => {
    const augment = { judge: true };
    const paraphrase = hold(work(['paraphraseInstruction']), [other, same(false)], { augment });
    expect(only(paraphrase.outcome).rejected?.filter).toBe('meaning:paraphraseInstruction');
    const evolved = hold(work(['deepen']), [deeper, same(true)], { augment });
    expect(only(evolved.outcome).rejected).toEqual({
      filter: 'meaning:deepen',
      reason: 'the judge finds that the variant asks for nothing more',
    });
    expect(only(hold(work(['deepen']), [deeper, same(false)], { augment }).outcome).rejected).toBeUndefined();
  });

  it('is asked unless the recipe says no, or the model is small', () => {
    const asked = (judge: boolean | undefined, small: boolean) =>
      hold(work(['deepen']), [deeper, same(false)], {
        augment: { judge },
        role: { small, completions: false },
      }).requests.filter(({ role }) => role === 'judge').length;
    expect([asked(undefined, false), asked(undefined, true), asked(false, false), asked(true, true)]).toEqual(
      [1, 0, 0, 1],
    );
  });
});

describe('a small model', () => {
  const role = { small: true, structuredOutput: false };

  it('continues a text that is begun for it, and what it was begun with counts', () => {
    const planned = work(['addConstraint'], { draws: { addConstraint: 'without' } });
    const { outcome, requests } = hold(planned, [answer(' any watering.')], { role });
    const [request] = requests;
    expect(request?.prompt.kind).toBe('completion');
    expect(request?.prompt.kind === 'completion' && request.prompt.prompt).toMatch(
      /herbs for a balcony without$/,
    );
    expect(request?.parameters.stop).toEqual(['\n']);
    expect(only(outcome).instruction).toBe('Suggest five herbs for a balcony without any watering.');
  });

  it('may say again what it was begun with', () => {
    const planned = work(['changeStyle'], { draws: { changeStyle: 'polite' } });
    const text = 'Could you please suggest five herbs for a balcony?';
    expect(only(hold(planned, [answer(text)], { role }).outcome).instruction).toBe(text);
  });
});

describe('the yields of operators', () => {
  it('count tries, passes and reasons, also where embeddings decided', () => {
    const steps = (...failed: (string | undefined)[]) => ({
      steps: failed.map((reason, index) => ({
        operator: ['deepen', 'changeStyle'][index]!,
        prompt: '',
        call: '',
        ...(reason === undefined ? {} : { failed: reason }),
      })),
    });
    const yields = operatorYields([
      { lineage: steps(undefined, undefined), decidedBy: null, reason: null, accepted: true },
      { lineage: steps(undefined, 'loses “4”'), decidedBy: 'operator', reason: 'loses “4”', accepted: false },
      { lineage: steps(undefined, 'loses “5”'), decidedBy: 'operator', reason: 'loses “5”', accepted: false },
      {
        lineage: steps(undefined, undefined),
        decidedBy: 'meaning:deepen',
        reason: 'cosine 0.99',
        accepted: false,
      },
      { lineage: steps(undefined, undefined), decidedBy: 'novelty', reason: 'repeats', accepted: false },
    ]);
    expect(yields).toEqual([
      {
        operator: 'deepen',
        tried: 5,
        passed: 4,
        failed: 1,
        accepted: 1,
        reasons: [{ reason: 'cosine …', count: 1 }],
      },
      {
        operator: 'changeStyle',
        tried: 5,
        passed: 3,
        failed: 2,
        accepted: 1,
        reasons: [{ reason: 'loses “…”', count: 2 }],
      },
    ]);
  });
});
