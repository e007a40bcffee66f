import { chatter, chatterIn } from '../../../../core/screening/filters/chatter';
import { screenPairs } from '../../../../core/screening/screenPairs';
import type { WrittenCandidate } from '../../../../core/vocabulary/screenedCandidate';
import { withChatter, withoutChatter } from './chatterExamples';
import { textContext } from './screening';

const told = (response: string, instruction = 'Explain what a fjord is.') =>
  chatterIn({ instruction, input: '', response });

const fjord = 'A fjord is a long inlet that a glacier cut.';

describe('talk about an answer', () => {
  test.each([
    [`Sure! Here is the answer: ${fjord} Let me know if you need anything else.`],
    [`Output: ${fjord}`],
    [`**Answer:** ${fjord}`],
    [`### Response\n${fjord}`],
    [`Certainly, here's an explanation:\n\n${fjord}`],
    [`Great question! ${fjord}`],
    [`As requested, here is the explanation:\n${fjord}`],
    [
      `I'd be happy to help! ${fjord}\n\nI hope this helps! Feel free to ask if you have any other questions.`,
    ],
    [`${fjord}\n\nWould you like me to explain how glaciers move?`],
    [`Natürlich! Hier ist die Antwort:\n${fjord}\nIch hoffe, das hilft dir!`],
    [`¡Claro! Aquí tienes la respuesta:\n${fjord}\nEspero que te ayude.`],
    [`Bien sûr ! Voici la réponse :\n${fjord}\nN'hésitez pas !`],
    [`当然可以！以下是回答：\n${fjord}\n希望对你有帮助！`],
  ])('is told from it: %j', (response) => {
    expect(told(response)?.answer).toBe(fjord);
  });

  test.each([
    [
      'Write an e-mail to Ana about the fjord.',
      'Hi Ana,\n\nthe fjord is booked. Let me know if you have any questions.',
    ],
    ['Is a fjord salty?', 'Of course! The sea fills it.'],
    ['Explain what a fjord is.', 'Sure as the tide, a fjord is filled by the sea.'],
    ['Explain what a fjord is.', 'Here is a place that a glacier cut, and the sea filled.'],
    [
      'Explain what a fjord is.',
      'A guide would say: Here is the fjord: deep. Let me know if you are cold. Then she rows on.',
    ],
    ['Define output.', 'Output: what a machine produces.'],
    ['Fill in the card.', 'Question: How deep is it?\nAnswer: 1,300 m.'],
    [
      'Write a dialogue at a desk.',
      'A: A room, please.\nB: Certainly! Here you go. Is there anything else I can help you with?',
    ],
  ])('is not found where it is the answer: %s', (instruction, response) => {
    expect(told(response, instruction)).toBeUndefined();
  });

  test.each([
    [`\`\`\`\n${fjord}\n\`\`\``],
    [`\`\`\`text\n${fjord}\n\`\`\`\n`],
    [`~~~markdown\n${fjord}\n~~~`],
    [`Sure! Here is the answer:\n\n\`\`\`\n${fjord}\n\`\`\`\n\nLet me know if you need anything else.`],
  ])('a code fence around all of its prose is a part of it: %j', (response) => {
    expect(told(response)?.answer).toBe(fjord);
  });

  test('of Markdown, whole blocks may stand within that fence', () => {
    const page = '# Fjords\n\n```python\nprint(1)\n```\n\nThat is all.';
    expect(told(`\`\`\`md\n${page}\n\`\`\``)?.answer).toBe(page);
  });

  test.each([
    ['Explain what a fjord is.', '```python\nprint("A fjord.")\n```'],
    ['How do I print a fjord?', '```\nprint("fjord")\n```'],
    ['Which command lists fjords?', '```\nls fjords\n```'],
    ['Say it in a code block.', `\`\`\`\n${fjord}\n\`\`\``],
    ['Write the README of a fjord.', `\`\`\`markdown\n# Fjord\n\n${fjord}\n\`\`\``],
    ['Compare two.', `\`\`\`markdown\nOne.\n\`\`\`\n\nand\n\n\`\`\`markdown\nTwo.\n\`\`\``],
    ['Correct this: ```A fjord are long.```', `\`\`\`\n${fjord}\n\`\`\``],
  ])('a fence that holds code, or was asked for, is the answer: %s', (instruction, response) => {
    expect(told(response, instruction)).toBeUndefined();
  });

  test.each([
    'Sure!',
    'Sure! Here is the answer:',
    'Let me know if you need anything else.',
    '',
    'Output:\n',
  ])('is left where there is nothing but it: %j', (response) => {
    expect(told(response)).toBeUndefined();
  });

  test('is taken off at both ends until nothing more of it is left', () => {
    const found = told(
      `Great question! I'd be happy to explain it. Here is a short explanation for you:\n\n---\n\n${fjord}\n\n(Word count: 10)\n\n---\n\nI hope this helps! Let me know if you have questions. 😊`,
    );
    expect(found?.answer).toBe(fjord);
  });

  test('is taken off whole from nine in ten of our examples in nine languages, and most of the others', () => {
    const cut = withChatter.map(({ task, before = '', answer, after = '' }) => ({
      answer,
      found: told(before + answer + after, task),
    }));
    const share = (count: number) => count / cut.length;
    expect(share(cut.filter(({ found }) => found).length)).toBeGreaterThan(0.92);
    expect(share(cut.filter(({ answer, found }) => found?.answer === answer).length)).toBeGreaterThan(0.85);
  });

  test.each(withoutChatter)('is not found where every word is the answer: $task', ({ task, answer }) => {
    expect(told(answer, task)).toBeUndefined();
  });

  test.each([
    [
      'a letter',
      'Write a letter to Tom.',
      'Dear Tom,\n\nall is well. Let me know if you need anything.\n\nYours,\nEva',
    ],
    ['a poem', 'Write a poem about the sea.', 'The sea comes in,\nthe sea goes out.'],
  ])('beside %s goes, and what belongs to it stays', (_, task, text) => {
    const found = told(
      `Certainly! Here it is:\n\n${text}\n\nLet me know if you'd like me to change the tone!`,
      task,
    );
    expect(found?.answer).toBe(text);
  });

  test('a list of changes goes where it was not asked for, and stays where it was', () => {
    const response = 'He goes home.\n\nChanges made:\n- "go" became "goes"';
    expect(told(response, 'Correct: He go home.')?.answer).toBe('He goes home.');
    expect(told(response, 'Correct the sentence and list the changes: He go home.')).toBeUndefined();
  });

  test('is looked for in time, whatever the response', () => {
    const begun = Date.now();
    for (const text of [
      'Sure! '.repeat(40_000),
      'Here is '.repeat(40_000),
      `${'a'.repeat(200_000)}. `,
      '. '.repeat(99_999),
      `I ${'have '.repeat(40_000)}`,
      `${fjord}\n\nIf you ${'want you '.repeat(40_000)}`,
      `${fjord}\n\n${'Let me know if you want it. '.repeat(20_000)}`,
      `${fjord}${'\n\n'.repeat(60_000)}x`,
      `${fjord}\n\n${'😊 '.repeat(40_000)}`,
      `${'Hmm, so you and I, '.repeat(20_000)}:`,
      `${fjord}${'\n\nI kept it short for you.'.repeat(10_000)}`,
      `${'---\n\n'.repeat(30_000)}`,
    ])
      told(text);
    expect(Date.now() - begun).toBeLessThan(2_000);
  });
});

const candidate = (text: string): WrittenCandidate => ({
  ordinal: 0,
  instruction: 'Explain what a fjord is.',
  strategy: 'selfInstruct',
  askedCell: null,
  askedLanguage: null,
  classification: false,
  unreadable: null,
  earlier: [],
  responses: [
    {
      response: 0,
      input: '',
      text,
      finishReason: 'stop',
      callKey: 'k',
      endpoint: 'e',
      model: 'm',
      prompts: [],
    },
  ],
});

describe('no chatter is left in the dataset', () => {
  test('it is trimmed, and what it was stays beside the response', async () => {
    const [screening] = await screenPairs(
      [candidate(`Sure! Here is the answer: ${fjord} Let me know if you need more.`)],
      [chatter],
      textContext(),
    );
    expect(screening).toMatchObject({
      state: 'open',
      responses: [{ kept: true, redacted: { input: '', text: fjord } }],
      results: [
        {
          filter: 'chatter',
          passed: true,
          response: 0,
          evidence: { opening: 'Sure! Here is the answer:', closing: 'Let me know if you need more.' },
        },
      ],
    });
  });

  test('a response without any stays as it was written, and so does one that nobody wrote', async () => {
    const clean = candidate(fjord);
    const computed = candidate(`Answer: ${fjord}`);
    const [one, other] = await screenPairs(
      [clean, { ...computed, responses: computed.responses.map((each) => ({ ...each, callKey: null })) }],
      [chatter],
      textContext(),
    );
    for (const screening of [one, other]) {
      expect(screening?.responses[0]).not.toHaveProperty('redacted');
      expect(screening?.results).toEqual([]);
    }
  });

  test('it rejects where the recipe says so, with the words', async () => {
    const [screening] = await screenPairs(
      [candidate(`Output: ${fjord}`)],
      [chatter],
      textContext({ chatter: { action: 'reject' } }),
    );
    expect(screening).toMatchObject({
      state: 'rejected',
      decidedBy: 'chatter',
      reason: 'talks about the answer: before it "Output:"',
    });
  });

  test('it stays where the recipe allows it', async () => {
    const [screening] = await screenPairs(
      [candidate(`Output: ${fjord}`)],
      [chatter],
      textContext({ chatter: { action: 'allow' } }),
    );
    expect(screening?.responses[0]).toEqual({ response: 0, kept: true, reason: null });
  });
});
