import { replaceEntities } from '../../../../core/proposing/augment/replaceEntities';
import { changeEntities } from '../../../../core/proposing/augment/operators/changeEntities';
import type { Variant } from '../../../../core/proposing/augment/operator';
import { ourPrompts } from '../../../support/ourPrompts';

const swap = (text: string, ...pairs: [string, string][]): string =>
  replaceEntities(
    text,
    pairs.map(([old, other]) => ({ old, new: other })),
    'en',
  );

describe('entities are exchanged', () => {
  it.each([
    [
      'Anna asked Ben.',
      [
        ['Anna', 'Ben'],
        ['Ben', 'Anna'],
      ],
      'Ben asked Anna.',
    ],
    ['Anna and Annabel', [['Anna', 'Eva']], 'Eva and Annabel'],
    ["Anna's cat, ANNA!", [['Anna', 'Eva']], "Eva's cat, EVA!"],
    [
      'New York is not York.',
      [
        ['York', 'Leeds'],
        ['New York', 'Boston'],
      ],
      'Boston is not Leeds.',
    ],
    [
      'a cat and an owl',
      [
        ['cat', 'owl'],
        ['owl', 'cat'],
      ],
      'an owl and a cat',
    ],
    ['A cat sat.', [['cat', 'elephant']], 'An elephant sat.'],
    ['An hour in Rome', [['hour', 'minute']], 'A minute in Rome'],
    [
      'Cats like a cat.',
      [
        ['cats', 'dogs'],
        ['cat', 'dog'],
      ],
      'Dogs like a dog.',
    ],
    ['the mayor of São Paulo', [['São Paulo', 'Łódź']], 'the mayor of Łódź'],
    ['C++ (C) costs $5', [['C++', 'Rust']], 'Rust (C) costs $5'],
    ['from  New\nYork', [['New York', 'Kyoto']], 'from  Kyoto'],
    ['Pay $& to Bo', [['Bo', '$1']], 'Pay $& to $1'],
  ] as [string, [string, string][], string][])('%s', (text, pairs, expected) => {
    expect(swap(text, ...pairs)).toBe(expected);
  });
});

describe('changeEntities', () => {
  const pair: Variant = {
    instruction: 'Write a letter from Anna to the mayor of Vienna about 3 cats.',
    input: 'Anna lives in Vienna.',
    response: 'Dear mayor, my cats are fond of Vienna. Anna',
    classification: false,
  };
  const read = (...replacements: [string, string][]) => {
    const file = ourPrompts['changeEntities']?.[0]?.file;
    if (!file) throw new Error('no prompt');
    const text = JSON.stringify({ replacements: replacements.map(([old, other]) => ({ old, new: other })) });
    return changeEntities.read({ text, file, language: 'en' }, pair);
  };

  it('leaves no replaced entity anywhere', () => {
    expect(read(['Anna', 'Ingrid'], ['Vienna', 'Oslo'])).toEqual({
      variant: {
        instruction: 'Write a letter from Ingrid to the mayor of Oslo about 3 cats.',
        input: 'Ingrid lives in Oslo.',
        response: 'Dear mayor, my cats are fond of Oslo. Ingrid',
        classification: false,
      },
    });
  });

  it.each([
    [[], 'finds nothing to exchange'],
    [[['Peter', 'Paul']], 'exchanges “Peter”, which is not there'],
    [[['Anna', 'Vienna']], 'exchanges something for “Vienna”, which is there already'],
    [
      [
        ['Anna', 'Eva'],
        ['Vienna', 'eva'],
      ],
      'exchanges two things for one',
    ],
    [
      [
        ['Anna', 'Eva'],
        ['anna', 'Ida'],
      ],
      'exchanges one thing for two',
    ],
    [[['3 cats', '4 rabbits']], 'changes the number in “3 cats”'],
    [[['fond', 'proud']], 'changes only the response'],
    [[['cat', 'dog']], 'leaves “cat” behind'],
    [[['Anna', '']], 'exchanges “Anna” for nothing'],
    [[['Vienna', 'Old Vienna']], 'leaves “Vienna” behind'],
  ] as [[string, string][], string][])('refuses %j', (replacements, reason) => {
    const reading = read(...replacements);
    const failed = 'failed' in reading ? reading.failed : undefined;

    expect(failed).toBe(reason);
  });

  it('refuses an answer that is no list', () => {
    const file = ourPrompts['changeEntities']?.[0]?.file;
    if (!file) throw new Error('no prompt');
    expect(changeEntities.read({ text: 'Anna becomes Eva.', file, language: 'en' }, pair)).toHaveProperty(
      'unreadable',
    );
  });
});
