import { parseProposals, proposalPrompt, proposalStop } from '../../../../core/recipe/prompts/continuation';
import { ourPrompt } from '../../../support/ourPrompts';

const read = (text: string, finishReason: 'stop' | 'length' | 'content_filter' = 'stop') =>
  parseProposals(text, { firstNumber: 9, lastItem: 16, finishReason });

describe('the proposal prompt', () => {
  test('is the numbered list of the released Self-Instruct code, byte for byte', () => {
    const examples = ['Write a\n  poem.', 'Name three rivers:', ' Add 2 and 3. '];
    expect(proposalPrompt(ourPrompt('proposeList'), examples)).toEqual({
      kind: 'completion',
      prompt: 'Come up with a series of tasks:\n1. Write a poem.\n2. Name three rivers\n3. Add 2 and 3.\n4.',
    });
  });

  test('stops where the released code stops', () => {
    expect(proposalStop(16)).toEqual(['\n\n', '\n16', '16.', '16 .']);
  });
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
