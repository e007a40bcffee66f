import {
  readProposals,
  type ProposalAnswer,
  type Proposals,
} from '../../../../core/proposing/reading/readProposals';

const read = (text: string, finishReason: 'stop' | 'length' | 'content_filter' = 'stop') =>
  asInstructions(readProposals(text, { firstNumber: 9, lastItem: 16, finishReason }));
const asInstructions = ({ tasks, unclear, unreadable }: Proposals) => ({
  instructions: tasks.map(({ instruction }) => instruction),
  ...(unclear.length > 0 && { unclear }),
  ...(unreadable !== undefined && { unreadable }),
});

describe('a numbered continuation', () => {
  test('begins with the item whose number the prompt wrote', () => {
    expect(read(' Write a song.\n10. Name a bird.\n11.  Explain\ttides. ')).toEqual({
      instructions: ['Write a song.', 'Name a bird.', 'Explain tides.'],
    });
  });

  test('loses its last item when the answer was cut, and keeps it when the answer ended', () => {
    expect(read(' Write a song.\n10. Name a bi', 'length').instructions).toEqual(['Write a song.']);
    expect(read(' Write a song.\n10. Name a bird').instructions).toEqual(['Write a song.', 'Name a bird']);
    expect(read(' Write a so', 'length')).toEqual({
      instructions: [],
      unreadable: 'the answer was cut before its first task ended',
    });
  });

  test('that a content filter ended loses its last item too', () => {
    expect(read(' Write a song.\n10. Name', 'content_filter').instructions).toEqual(['Write a song.']);
  });

  test('does not go beyond the last item asked for', () => {
    expect(read(' One task.\n16. Last task.\n17. Too many.').instructions).toEqual([
      'One task.',
      'Last task.',
    ]);
  });

  test.each([
    ['the number again', '9. Write a song.\n10. Name a bird.'],
    ['a sentence and the number again', 'Sure! Here are more tasks:\n\n9. Write a song.\n10. Name a bird.'],
    ['a sentence without a colon', 'Here you go\n9. Write a song.\n10. Name a bird.'],
    ['a list of its own', 'Here are some:\n1. Write a song.\n2. Name a bird.'],
    ['a list of its own, at once', '1. Write a song.\n2. Name a bird.'],
    ['the next number', '10. Write a song.\n11. Name a bird.'],
    ['parentheses', ' Write a song.\n10) Name a bird.'],
    ['colons', '9: Write a song.\n10: Name a bird.'],
    ['spaces before the dot', ' Write a song.\n10 . Name a bird.'],
    ['headings', '### 9. Write a song.\n\n### 10. Name a bird.\n'],
    ['bold numbers', '**9.** Write a song.\n**10.** Name a bird.'],
    ['bold items', '**9. Write a song.**\n**10. Name a bird.**'],
    ['bullets', '- 9. Write a song.\n- 10. Name a bird.'],
    ['the word task', 'Task 9: Write a song.\nTask 10: Name a bird.'],
    ['numbers twice', ' 9. Write a song.\n10. 11. Name a bird.'],
    ['Windows line ends', ' Write a song.\r\n10. Name a bird.\r\n'],
    ['blank items', ' Write a song.\n10.\n11. Name a bird.'],
    ['a closing remark', '9. Write a song.\n10. Name a bird.\n\nLet me know if you want more!'],
  ])('is read when it has %s', (_, text) => {
    expect(read(text).instructions).toEqual(['Write a song.', 'Name a bird.']);
  });

  test('keeps a list inside an item with its item, and leaves numbers that mark nothing alone', () => {
    expect(
      read(' Sort these\n1. pear\n2. fig\n10. Round 3.5 and 10.25.\n11. What is 12. divided by 4?')
        .instructions,
    ).toEqual(['Sort these 1. pear 2. fig', 'Round 3.5 and 10.25.', 'What is 12. divided by 4?']);
  });

  test('leaves the case of letters as it is, and strips a colon at the end', () => {
    expect(read(' explain what NASA does:').instructions).toEqual(['explain what NASA does']);
  });

  test.each(['', '  \n ', '9.', '**'])('without any task (%j) is unreadable, and says why', (text) => {
    expect(read(text)).toEqual({ instructions: [], unreadable: expect.any(String) as string });
  });
});

describe('six tasks, in whatever form a model lists them, are six instructions', () => {
  const six = [
    'Write a short poem about rain.',
    'List three facts about owls.',
    'Explain why ice floats.',
    'Translate "good night" into French.',
    'Suggest a name for a bakery.',
    'Sort the numbers 9, 2 and 5.',
  ];
  const listed = (mark: (index: number, task: string) => string, between = '\n') =>
    six.map((task, index) => mark(index, task)).join(between);
  const romans = ['i', 'ii', 'iii', 'iv', 'v', 'vi'];
  const forms: readonly (readonly [string, string])[] = [
    ['dots', listed((index, task) => `${index + 1}. ${task}`)],
    ['parentheses', listed((index, task) => `${index + 1}) ${task}`)],
    ['parentheses on both sides', listed((index, task) => `(${index + 1}) ${task}`)],
    ['brackets', listed((index, task) => `[${index + 1}] ${task}`)],
    ['hash signs', listed((index, task) => `#${index + 1} ${task}`)],
    ['the word task', listed((index, task) => `Task ${index + 1}: ${task}`)],
    ['the word task in bold', listed((index, task) => `**Task ${index + 1}:** ${task}`)],
    ['the word task on a line', listed((index, task) => `### Task ${index + 1}\n${task}`, '\n\n')],
    ['bold numbers', listed((index, task) => `**${index + 1}.** ${task}`)],
    ['bold items', listed((index, task) => `**${index + 1}. ${task}**`)],
    ['roman numbers', listed((index, task) => `${romans[index]}. ${task}`)],
    ['large roman numbers', listed((index, task) => `${romans[index]?.toUpperCase()}) ${task}`)],
    ['letters', listed((index, task) => `${'abcdef'[index]}) ${task}`)],
    ['numbers in circles', listed((index, task) => `${String.fromCodePoint(0x2460 + index)} ${task}`)],
    ['keycaps', listed((index, task) => `${index + 1}\uFE0F\u20E3 ${task}`)],
    ['hyphens', listed((_, task) => `- ${task}`)],
    ['asterisks', listed((_, task) => `* ${task}`)],
    ['bullets', listed((_, task) => `• ${task}`)],
    ['dashes', listed((_, task) => `– ${task}`)],
    ['boxes', listed((_, task) => `- [ ] ${task}`)],
    ['bullets in bold', listed((_, task) => `- **${task}**`)],
    ['headings', listed((_, task) => `### ${task}`)],
    ['labels', listed((_, task) => `Instruction: ${task}`, '\n\n')],
    ['labels with numbers', listed((index, task) => `${index + 1}. Instruction: ${task}`)],
    ['labels and inputs that are none', listed((index, task) => `${index + 1}. ${task}\n   Input: N/A`)],
    ['empty lines between', listed((index, task) => `${index + 1}. ${task}`, '\n\n')],
    ['bullets and empty lines between', listed((_, task) => `- ${task}`, '\n\n')],
    ['the same number again and again', listed((_, task) => `1. ${task}`, '\n\n')],
    [
      'numbering that restarts under headings',
      `### Easy\n\n${listed((index, task) => `${(index % 3) + 1}. ${task}${index === 2 ? '\n\n### Hard\n' : ''}`)}`,
    ],
    [
      'numbering that restarts after an empty line',
      listed((index, task) => `${index === 3 ? '\n' : ''}${(index % 3) + 1}. ${task}`),
    ],
    ['Windows line ends', listed((index, task) => `${index + 1}. ${task}`, '\r\n')],
    ['a JSON list', JSON.stringify(six)],
    ['a JSON list in an object', JSON.stringify({ tasks: six })],
    ['JSON objects', JSON.stringify(six.map((instruction) => ({ instruction })))],
    [
      'JSON objects with other fields',
      JSON.stringify({ items: six.map((task, id) => ({ id, task, difficulty: 'easy' })) }),
    ],
    ['a JSON object a line', listed((_, task) => JSON.stringify({ instruction: task }))],
    [
      'JSON keys with numbers',
      JSON.stringify(Object.fromEntries(six.map((task, index) => [`task${index + 1}`, task]))),
    ],
    ['JSON with single quotes', `[${six.map((task) => `'${task}'`).join(', ')},]`],
    [
      'a list within one JSON string',
      JSON.stringify({ instructions: [listed((index, task) => `${index + 1}. ${task}`)] }),
    ],
  ];
  const instructionsIn = (text: string, more: Partial<ProposalAnswer> = {}): readonly string[] =>
    readProposals(text, {
      firstNumber: 1,
      lastItem: 8,
      finishReason: 'stop',
      continues: false,
      ...more,
    }).tasks.map(({ instruction }) => instruction);

  test.each(forms)('%s', (_, text) => {
    expect(instructionsIn(text)).toEqual(six);
  });

  test.each(forms)('%s, with an introduction, a farewell and a fence', (_, text) => {
    expect(instructionsIn(`Sure! Here are 6 tasks:\n\n${text}\n\nLet me know if you need more!`)).toEqual(
      six,
    );
    expect(instructionsIn(`Here you go:\n\n\`\`\`\n${text}\n\`\`\`\n\nI hope these help!`)).toEqual(six);
  });

  test.each(forms)('%s, where a list was to be continued', (_, text) => {
    expect(
      instructionsIn(`Sure! Here are more tasks:\n${text}`, {
        firstNumber: 9,
        lastItem: 16,
        continues: true,
      }),
    ).toEqual(six);
  });

  test.each(forms)('%s, at most as many as were asked for', (_, text) => {
    expect(instructionsIn(text, { lastItem: 4 })).toEqual(six.slice(0, 4));
  });

  test('a task that was cut is left out, in whatever form', () => {
    expect(instructionsIn('- Name a bird.\n- Explain wh', { finishReason: 'length' })).toEqual([
      'Name a bird.',
    ]);
    expect(instructionsIn('["Name a bird.", "Explain wh', { finishReason: 'length' })).toEqual([
      'Name a bird.',
    ]);
  });
});

describe('a task with a list of its own is one task', () => {
  const tasksIn = (text: string, continues = false) =>
    readProposals(text, { firstNumber: 1, lastItem: 8, finishReason: 'stop', continues });
  test.each([
    ['further in', '1. Write a letter that:\n   - thanks Ana\n   - asks for news\n2. Name a bird.'],
    ['as far out, under a number', '1. Write a letter that:\n- thanks Ana\n- asks for news\n2. Name a bird.'],
    [
      'after an empty line',
      '1. Write a letter that:\n\n   - thanks Ana\n   - asks for news\n\n2. Name a bird.',
    ],
    ['under a bullet', '- Write a letter that:\n  - thanks Ana\n  - asks for news\n- Name a bird.'],
    ['under a heading', '### Write a letter that:\n- thanks Ana\n- asks for news\n\n### Name a bird.'],
  ])('%s', (_, text) => {
    expect(tasksIn(text)).toEqual({
      tasks: [
        { instruction: 'Write a letter that:\n- thanks Ana\n- asks for news' },
        { instruction: 'Name a bird.' },
      ],
      unclear: [],
    });
  });

  test('in a JSON string', () => {
    const instruction = 'Write a letter that:\n- thanks Ana\n- asks for news';
    expect(tasksIn(JSON.stringify({ instructions: [instruction, 'Name a bird.'] })).tasks).toEqual([
      { instruction },
      { instruction: 'Name a bird.' },
    ]);
  });

  test('and an input under its label goes with it', () => {
    expect(
      tasksIn(
        '1. Instruction: Sum up the text.\nInput: Rain fell.\n\n2. Instruction: Name a bird.\nInput: None',
      ).tasks,
    ).toEqual([{ instruction: 'Sum up the text.', input: 'Rain fell.' }, { instruction: 'Name a bird.' }]);
    expect(tasksIn('[{"instruction": "Sum up.", "input": "Rain fell."}]').tasks).toEqual([
      { instruction: 'Sum up.', input: 'Rain fell.' },
    ]);
  });
});

describe('what cannot be told apart is no task', () => {
  test.each([
    ['bullets after a task without a mark', ' Write a song.\n- Name a bird.\n- Explain tides.', true],
    [
      'numbers within a number that does not go on',
      '1. Write a song.\n2. Name a bird.\n1. Explain tides.\n2. Add 2 and 3.',
      false,
    ],
    ['sentences on lines of their own', ' Write a song.\nName a bird.\nExplain tides.', true],
    ['a list that lost its line ends', ' - Write a song. - Name a bird. - Explain tides.', true],
    [
      'such a list with numbers, in a JSON string',
      '{"instructions": ["1. Write a song. 2. Name a bird. 3. Explain tides."]}',
      false,
    ],
  ])('%s', (_, text, continues) => {
    const { tasks, unclear, unreadable } = readProposals(text, {
      firstNumber: 1,
      lastItem: 8,
      finishReason: 'stop',
      continues,
    });
    expect(tasks.map(({ instruction }) => instruction).join(' ')).not.toMatch(/tides/u);
    expect([...unclear, unreadable].join(' ')).toMatch(/tides/u);
  });

  test.each(['Sure!', 'I can not come up with tasks.', 'A task is what people do. It may be long.'])(
    'prose is no list: %j',
    (text) => {
      expect(
        readProposals(text, { firstNumber: 1, lastItem: 8, finishReason: 'stop', continues: false }),
      ).toEqual({
        tasks: [],
        unclear: [],
        unreadable: 'no list of tasks was found in the answer',
      });
    },
  );

  test('it is read in time, whatever the answer', () => {
    const begun = Date.now();
    for (const text of [
      '- '.repeat(50_000),
      '1. a\n'.repeat(5_000),
      '[{"'.repeat(30_000),
      'A.\n'.repeat(20_000),
    ])
      readProposals(text, { firstNumber: 1, lastItem: 8, finishReason: 'stop', continues: false });
    expect(Date.now() - begun).toBeLessThan(3_000);
  });
});
