import { evolvedResponse } from '../../../../core/screening/filters/evolvedResponse';
import { rejection } from './screening';

describe('the elimination of Evol-Instruct, for responses', () => {
  const check = async (
    response: string,
    pair: { instruction?: string; classification?: boolean } = {},
  ): Promise<boolean> => {
    const subject = {
      ...{ instruction: 'Name a bird.', input: '', strategy: 'augment' as const },
      ...pair,
      response,
    };
    return (await rejection([evolvedResponse], subject)) === undefined;
  };

  it('rejects a short one that is sorry', async () => {
    expect(await check("I'm sorry, but I can't do that.")).toBe(false);
    expect(await check(`Sorry. ${'word '.repeat(78)}`)).toBe(false);
  });

  it('keeps a long one, and one that was asked to be sorry', async () => {
    expect(await check(`Sorry. ${'word '.repeat(79)}`)).toBe(true);
    expect(
      await check('I am sorry that it came late.', { instruction: 'Write an apology to a customer.' }),
    ).toBe(true);
  });

  it.each(['', '...', 'It is what it is.', 'and, or; but?'])(
    'rejects one of stop words and punctuation: %j',
    async (response) => {
      expect(await check(response)).toBe(false);
    },
  );

  it.each(['A robin.', '12', 'x + y', '鳥', 'C'])('keeps one that says something: %s', async (response) => {
    expect(await check(response)).toBe(true);
  });

  it('leaves labels alone', async () => {
    expect(await check('no', { classification: true })).toBe(true);
  });
});
