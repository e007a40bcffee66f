import { addsNothing, eliminated } from '../../../../core/proposing/augment/elimination';

const prompt = (text = '') => ({ prompt: { kind: 'completion' as const, prompt: text } });

describe('the elimination of Evol-Instruct, for instructions', () => {
  it.each(['Name a bird.', ' name  a  BIRD', 'Name “a bird”!'])(
    'throws out one that is unchanged: %s',
    (after) => {
      expect(eliminated('Name a bird.', after, prompt())).toBe('is unchanged');
    },
  );

  it.each(['Compute 2 * (3 + 4).', 'Write C#.', 'Take -5.'])(
    'knows that signs are not punctuation: %s',
    (after) => {
      expect(eliminated(after.replace(/[()#-]/g, ''), after, prompt())).toBeUndefined();
    },
  );

  it.each(['Given prompt: name a bird', '#Rewritten Prompt#: Name two birds', 'Name two birds.</task>'])(
    'throws out what leaked from the prompt: %s',
    (after) => {
      expect(eliminated('Name a bird.', after, prompt())).toMatch(/^repeats words of the prompt/);
    },
  );

  it('leaves such words to a task that had them', () => {
    const before = 'What is wrong with the given prompt?';
    expect(eliminated(before, 'What is wrong with the given prompt, and why?', prompt())).toBeUndefined();
  });

  it.each(['Sure! Name two birds.', "Here's a task: name two birds", 'I’m sorry, but no.', '...'])(
    'throws out a remark: %s',
    (after) => {
      expect(eliminated('Name a bird.', after, prompt())).toBeDefined();
    },
  );

  it('throws out what is copied from an example of the prompt, and not what comes from its own task', () => {
    const shown = prompt(
      'Task: Swim.\nDeeper: Swim, and what makes the body float or sink?\n\nTask: Why is the sky so blue on days like this?\nDeeper: Why is the sky so blue on days like this, and what',
    );
    const before = 'Why is the sky so blue on days like this?';
    const own = 'Why is the sky so blue on days like this, and what about nights?';
    expect(
      eliminated(before, own, { ...shown, begun: 'Why is the sky so blue on days like this, and what' }),
    ).toBeUndefined();
    expect(eliminated(before, 'Why, and what makes the body float or sink?', shown)).toBe(
      'copies the prompt: “and what makes the body float or”',
    );
  });

  it('sees that nothing was added but stop words', () => {
    expect(addsNothing('Name a bird.', 'Name a bird, and what is it?')).toBe(true);
    expect(addsNothing('Name a bird.', 'Name a bird that swims.')).toBe(false);
  });
});
