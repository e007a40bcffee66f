import { proposalPrompt, proposalStop } from '../../../../core/recipe/prompts/continuation';
import { ourPrompt } from '../../../support/ourPrompts';

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
