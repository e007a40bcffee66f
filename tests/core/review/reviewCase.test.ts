import { casesOf, openClaims } from '../../../core/review/reviewCase';

const claim = (text: string, verdict: string, more: object = {}) => ({
  ...{ claim: text, verdict, reason: 'is about the same, in other words', by: 'comparison' },
  ...more,
});
const passages = new Map([['p1', { source: 'bridges.md › Saltmarsh', text: 'It opened in 1912.' }]]);

test('a claim in doubt comes with the passage that is closest, and with nothing of what machines hold of it', () => {
  const findings = [
    {
      filter: 'grounded',
      evidence: {
        claims: [
          claim('It is long.', 'supported', { passage: 'p1' }),
          claim('It is old.', 'doubtful', { passage: 'p1', sentence: 'It opened in 1912.' }),
          claim('It is red.', 'notFound'),
          claim('It is given.', 'doubtful', { passage: 'input', sentence: 'Given.' }),
        ],
        doubt: true,
      },
    },
  ];
  expect(casesOf(findings, 'Given. And more.', passages)).toEqual([
    {
      about: 'claims',
      claims: [
        { claim: 'It is old.', passage: passages.get('p1'), sentence: 'It opened in 1912.' },
        { claim: 'It is red.', passage: null, sentence: null },
        { claim: 'It is given.', passage: { source: 'input', text: 'Given. And more.' }, sentence: 'Given.' },
      ],
    },
  ]);
});

test('what the judge settled counts over what the comparison left open', () => {
  const findings = [
    { filter: 'grounded', evidence: { claims: [claim('A.', 'doubtful'), claim('B.', 'doubtful')] } },
    { filter: 'grounded', evidence: { claims: [claim('A.', 'supported'), claim('B.', 'notFound')] } },
  ];
  expect(openClaims(findings).map(({ claim }) => claim)).toEqual(['B.']);
});

test('doubts of safety come with their category and what the policy says of it, those of prejudice with the sentence', () => {
  const findings = [
    {
      filter: 'safety',
      evidence: { doubt: true, category: 'weapons', severity: 1, policy: 'How to build weapons.' },
    },
    { filter: 'moderation', evidence: { doubt: true, categories: ['violence', 'hate'] } },
    { filter: 'stereotype', evidence: { doubt: true, says: 'Women cannot park.' } },
    { filter: 'judge', evidence: { spread: 0.2 } },
    { filter: 'novelty', evidence: null },
  ];
  expect(casesOf(findings, '', new Map())).toEqual([
    { about: 'safety', category: 'weapons', policy: 'How to build weapons.' },
    { about: 'safety', category: 'violence, hate', policy: null },
    { about: 'bias', says: 'Women cannot park.' },
  ]);
});
