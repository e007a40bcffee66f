import { groundedAnswers } from '../../../../benchmarks/groundedAnswers';
import { ground } from '../../../../core/run/stages/ground';
import type { StagedCandidate } from '../../../../core/run/stages/stage';
import { claimsOf } from '../../../../core/screening/grounding/claims';
import { compareClaim, Evidence } from '../../../../core/screening/grounding/compareClaim';
import {
  applyFilters,
  nothingPrepared,
  type FilterContext,
  type Subject,
} from '../../../../core/screening/filters/filter';
import { grounded } from '../../../../core/screening/filters/grounded';
import type { SettledGrounds } from '../../../../core/screening/grounding/groundsInquiry';
import type { TeacherAnswer } from '../../../../core/teacher/request';
import type { PassagesFor } from '../../../../core/vocabulary/passage';
import { runSetup } from '../../proposing/testSetup';

const passage = 'The Saltmarsh Bridge opened in March 1912. It was designed by Clara Voss and is 427 metres long. Heavy lorries are not allowed to cross it. Kestrel United beat North Vale in the final.'; // prettier-ignore
const compare = (claim: string, context = '') => compareClaim(claim, new Evidence([passage]), context);

describe('a claim is compared with its passage outright', () => {
  it.each([
    ['The bridge opened in March 1912.', 'supported'],
    ['It was designed by Clara Voss.', 'supported'],
    ['It is 427 metres long.', 'supported'],
    ['The bridge opened in March 1921.', 'contradicted'],
    ['The bridge opened in May 1912.', 'contradicted'],
    ['It is 472 metres long.', 'contradicted'],
    ['It was designed by Henrik Dahl.', 'contradicted'],
    ['Heavy lorries are allowed to cross it.', 'contradicted'],
    ['North Vale beat Kestrel United in the final.', 'contradicted'],
    ['Its colour reminds visitors of the old harbour.', 'notFound'],
  ])('%s %s', (claim, verdict) => {
    expect(compare(claim).verdict).toBe(verdict);
  });

  it('a short answer together with its question', () => {
    expect(compare('Clara Voss.', 'Who designed the bridge?').verdict).toBe('supported');
    expect(compare('Clara Vale.', 'Who designed the bridge?').verdict).not.toBe('supported');
  });

  it('and what is said in other words is left in doubt', () => {
    expect(compare('Traffic has crossed the Saltmarsh Bridge since before the war.').verdict).toBe(
      'doubtful',
    );
  });

  it('questions and offers are no claims', () => {
    expect(claimsOf('Sure! It opened in 1912. Would you like more? Let me know.')).toEqual([
      'It opened in 1912.',
    ]);
  });
});

it('of planted false numbers, names and dates four of five are found with nobody asked, at precision 0.9', () => {
  const judged = groundedAnswers(600, 11).map((answer) => {
    const evidence = new Evidence(answer.passages);
    const flagged = answer.sentences.some((sentence) =>
      ['contradicted', 'notFound'].includes(compareClaim(sentence, evidence, answer.instruction).verdict),
    );
    return { kind: answer.planted?.kind, flagged };
  });
  const facts = judged.filter(({ kind }) => kind === 'number' || kind === 'name' || kind === 'date');
  const hits = facts.filter(({ flagged }) => flagged).length;
  const alarms = judged.filter(({ kind, flagged }) => kind === undefined && flagged).length;
  expect(hits / facts.length).toBeGreaterThanOrEqual(0.8);
  expect(hits / (hits + alarms)).toBeGreaterThanOrEqual(0.9);
});

const filters = { grounded: { min: 0.6 } };
const setup = runSetup({ filters });
const knows: PassagesFor = (queries) =>
  Promise.resolve(
    queries.map(() => [
      {
        passage: {
          id: 'p1',
          document: 'd',
          name: 'bridges.md',
          headings: [],
          text: passage,
          position: 0,
          language: 'en',
        },
        score: 1,
      },
    ]),
  );
const context: FilterContext = {
  recipe: setup.recipe,
  embed: () => Promise.reject(new Error('not asked')),
  languageModel: { logProbabilities: () => Promise.reject(new Error('not asked')) },
  materials: nothingPrepared,
  passagesFor: knows,
  asksTeacher: true,
};
const subject = (response: string, input = ''): Subject => ({
  ...{ instruction: 'Describe the bridge.', input, response, classification: false },
  ...{ finishReason: 'stop', language: 'en', strategy: null },
});
const screen = async (one: Subject, more: Partial<FilterContext> = {}) =>
  (await applyFilters([grounded], [one], { ...context, ...more }))[0]!;

const doubtful = 'It is 427 metres long. Traffic has crossed the Saltmarsh Bridge since before the war.';

describe('the filter', () => {
  it('keeps the passage that a response rests on', async () => {
    const { results } = await screen(subject('The bridge opened in March 1912. It is 427 metres long.'));
    expect(results[0]).toMatchObject({
      passed: true,
      score: 1,
      evidence: { claims: [{ verdict: 'supported', passage: 'p1' }, {}] },
    });
  });

  it('rejects one contradicted claim among right ones, with what the passage says', async () => {
    const { rejectedBy } = await screen(subject('It is 427 metres long. The bridge opened in March 1921.'));
    expect(rejectedBy).toMatchObject({ filter: 'grounded', score: 0 });
    expect(rejectedBy?.reason).toMatch(/opened in March 1921.*says 1921, the passage 1912/);
  });

  it('takes the input for evidence where there is no knowledge, and has no say where there is none', async () => {
    const alone = { passagesFor: undefined };
    expect((await screen(subject('It is 472 metres long.', passage), alone)).rejectedBy).toBeDefined();
    expect(await screen(subject('It is 472 metres long.'), alone)).toEqual({
      results: [expect.not.objectContaining({ score: expect.anything() as unknown })],
    });
  });

  it('fails, and passes nobody, where passages cannot be looked up', async () => {
    const { failed } = await screen(subject('It is long.'), {
      passagesFor: () => Promise.reject(new Error('away')),
    });
    expect(failed?.filter).toBe('grounded');
  });

  it('lets doubt count half where nobody will be asked', async () => {
    const { results } = await screen(subject(doubtful), { asksTeacher: false });
    expect(results[0]).toMatchObject({ passed: true, score: 0.75 });
    expect(results[0]?.evidence).not.toHaveProperty('doubts');
  });
});

describe('goes to people', () => {
  const asked = { asksTeacher: false };
  const close = 'It is 427 metres long. Its colour reminds visitors of the old harbour.';

  it('where one claim that is not found decides', async () => {
    const { rejectedBy } = await screen(subject(close), asked);
    expect(rejectedBy).toMatchObject({ filter: 'grounded', score: 0.5, evidence: { doubt: true } });
  });

  it.each([
    ['is contradicted', 'It is 427 metres long. The bridge opened in March 1921.'],
    [
      'is far from enough',
      `${close} Seven poets sing loudly of green cabbages. Many ducks secretly admire golden saxophones. Winter clouds apparently taste of copper coins.`,
    ],
  ])('but not where it %s', async (_, response) => {
    const { rejectedBy } = await screen(subject(response), asked);
    expect(rejectedBy?.filter).toBe('grounded');
    expect(rejectedBy?.evidence).not.toHaveProperty('doubt');
  });
});

describe('the judge is asked about what is in doubt', () => {
  /** Screens, asks with this answer, and settles. */
  async function settled(text: string | undefined, more: Partial<TeacherAnswer> = {}) {
    const { results } = await screen(subject(doubtful));
    const candidate = {
      ordinal: 0,
      instruction: 'Describe the bridge.',
      responses: [{ response: 0, text: doubtful, kept: true }],
      results: results.map((result) => ({ ...result, response: 0, stage: 'pair' })),
    } as unknown as StagedCandidate;
    const stage = ground.open({ setup } as never, { plan: [], candidates: [candidate] });
    expect(stage.asks).toHaveLength(1);
    const inquiry = stage.asks[0]!.inquiry();
    const [request] = inquiry.next().value as readonly {
      prompt: { messages: readonly { content: string }[] };
      role: string;
    }[];
    expect(request?.role).toBe('judge');
    expect(JSON.stringify(request)).toContain('since before the war');
    expect(JSON.stringify(request?.prompt)).toContain('Saltmarsh Bridge opened');
    if (text === undefined) return stage.settle([undefined]);
    const answer: TeacherAnswer = {
      text,
      finishReason: 'stop',
      promptTokens: 1,
      completionTokens: 1,
      requestId: '',
      ...more,
    };
    const { value } = inquiry.next([answer]);
    return stage.settle([value as SettledGrounds]);
  }
  const says = (verdict: string) =>
    JSON.stringify({ claims: [{ claim: 1, passage: 1, quote: 'opened in March 1912', verdict }] });

  it('and what it finds supported passes, with its quote kept', async () => {
    expect(await settled(says('supported'))).toMatchObject({
      changes: [
        {
          state: 'open',
          results: [
            {
              filter: 'grounded',
              passed: true,
              score: 1,
              evidence: {
                claims: [{}, { by: 'judge', sentence: 'opened in March 1912' }],
                calls: [expect.any(String)],
              },
            },
          ],
        },
      ],
    });
  });

  it('what it finds contradicted is rejected', async () => {
    expect(await settled(says('contradicted'))).toMatchObject({
      changes: [{ state: 'rejected', decidedBy: 'grounded', results: [{ passed: false, score: 0 }] }],
    });
  });

  it.each([
    ['answers what nobody can read', 'The bridge is fine.', 'quarantined'],
    ['leaves the claim out', '{"claims": []}', 'quarantined'],
    [
      'speaks of it twice',
      JSON.stringify({
        claims: [1, 1].map((claim) => ({ claim, passage: 1, quote: '', verdict: 'supported' })),
      }),
      'quarantined',
    ],
    ['gives a verdict of its own', says('probably'), 'quarantined'],
    ['was not asked, for the run was stopped', undefined, 'abandoned'],
  ])('a judge that %s passes nobody', async (_, text, state) => {
    expect(await settled(text)).toMatchObject({ changes: [{ state }] });
  });

  it('a judge that refuses passes nobody', async () => {
    expect(await settled(says('supported'), { refusal: 'I can’t.' })).toMatchObject({
      changes: [{ state: 'quarantined' }],
    });
  });
});
