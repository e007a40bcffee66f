import { evolvedResponse } from '../../../../core/screening/filters/evolvedResponse';
import { runSetup } from '../../proposing/testSetup';

const { recipe } = runSetup();

describe('the elimination of Evol-Instruct, for responses', () => {
  const check = (response: string, pair: { instruction?: string; classification?: boolean } = {}) =>
    evolvedResponse.check(
      {
        instruction: 'Name a bird.',
        input: '',
        classification: false,
        finishReason: 'stop',
        language: 'en',
        strategy: 'augment',
        ...pair,
        response,
      },
      recipe,
    ).passed;

  it('rejects a short one that is sorry', () => {
    expect(check("I'm sorry, but I can't do that.")).toBe(false);
    expect(check(`Sorry. ${'word '.repeat(78)}`)).toBe(false);
  });

  it('keeps a long one, and one that was asked to be sorry', () => {
    expect(check(`Sorry. ${'word '.repeat(79)}`)).toBe(true);
    expect(check('I am sorry that it came late.', { instruction: 'Write an apology to a customer.' })).toBe(
      true,
    );
  });

  it.each(['', '...', 'It is what it is.', 'and, or; but?'])(
    'rejects one of stop words and punctuation: %j',
    (response) => {
      expect(check(response)).toBe(false);
    },
  );

  it.each(['A robin.', '12', 'x + y', '鳥', 'C'])('keeps one that says something: %s', (response) => {
    expect(check(response)).toBe(true);
  });

  it('leaves labels alone', () => {
    expect(check('no', { classification: true })).toBe(true);
  });
});
