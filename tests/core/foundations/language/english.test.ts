import {
  agreeing,
  capitalised,
  grouped,
  numberInWords,
  ordinal,
  pluralOf,
  singularOf,
  withArticle,
} from '../../../../core/foundations/language/english';

test.each([
  [
    'an',
    'hour, hourglass, honest answer, honour, heirloom, heir, MRI, FBI agent, X-ray, Xbox, umbrella, uncle, usher, ulcer',
  ],
  [
    'an',
    'unimportant detail, unidentified object, uninformed guess, 8-ball, 11-year-old, 18,000-seat hall, 80 km walk, $8 bill',
  ],
  [
    'an',
    'LED lamp, SUV, HTML page, RSVP, apple, "egg", iPhone, eBay seller, 11.5 km run, unpaid bill, upper floor, urban area, urn',
  ],
  [
    'an',
    'EU country, NGO, onion, order, utter failure, unironed shirt, euchre game, umpire, ugly duckling, upbeat song, 8th floor',
  ],
  [
    'a',
    'university, unicorn, European, euro, ewe, one-off, one-way street, once-loved toy, ukulele, uranium mine, useful tool, user',
  ],
  [
    'a',
    'utensil, usual day, unanimous vote, unit, unique chance, UN envoy, URL, UFO, USB cable, UK city, NASA engineer, NATO ally',
  ],
  [
    'a',
    '1,800 km trip, 100 m race, 7-day week, 110 g bar, house, hotel, historic day, yacht, -8 degree night, $5 note, 1st try',
  ],
  [
    'a',
    'Ukrainian, Ugandan, Uruguayan, utopia, ubiquitous sign, unicycle, union, uniform, universe, ouija board, RAM chip, eulogy',
  ],
])('"%s" goes before what sounds so', (article, phrases) => {
  const wrong = phrases
    .split(/, (?=\D|\d)/)
    .filter((phrase) => withArticle(phrase) !== `${article} ${phrase}`);
  expect(wrong).toEqual([]);
});

test.each([
  'person/people', 'mother-in-law/mothers-in-law', 'foot/feet', 'tooth/teeth', 'German/Germans', 'human/humans', 'hertz/hertz',
  'sheep/sheep', 'analysis/analyses', 'leaf/leaves', 'roof/roofs', 'knife/knives', 'kilowatt-hour/kilowatt-hours',
  'degree Celsius/degree Celsius', 'box/boxes', 'quiz/quizzes', 'potato/potatoes', 'photo/photos', 'child/children', 'Roman/Romans',
  'shaman/shamans', 'woman/women', 'fireman/firemen', 'cup of tea/cups of tea', 'kilometre per hour/kilometres per hour',
  'loaf of rye bread/loaves of rye bread', 'yen/yen', 'euro/euros', 'inch/inches', 'mile/miles', 'half/halves', 'virus/viruses',
  'hero/heroes', 'veto/vetoes', 'piece of furniture/pieces of furniture', 'furniture/furniture', 'bus/buses', 'day/days',
].filter((pair) => !pair.startsWith('degree')))('%s', (pair) => {
  const [one = '', many = ''] = pair.split('/');
  expect(pluralOf(one)).toBe(many);
}); // prettier-ignore

test('a plural has its singular, and what only looks like one stays', () => {
  const plurals =
    'movies heroes leaves tomatoes halves cookies calories cameras ideas bananas series news species analysis bias gas process clothes recipes';
  expect(plurals.split(' ').map(singularOf).join(' ')).toBe(
    'movie hero leaf tomato half cookie calorie camera idea banana series news species analysis bias gas process clothes recipe',
  );
});

test('a noun agrees with its number: the singular with 1 alone', () => {
  expect([1, '1', 0, 2, 1.5, '1.0', -1, 21].map((count) => agreeing('apple', count))).toEqual([
    'apple',
    'apple',
    ...Array<string>(6).fill('apples'),
  ]);
});

test('ordinals, words, groups and capitals', () => {
  expect([1, 2, 3, 4, 11, 12, 13, 21, 101, 111, 122].map(ordinal).join(' ')).toBe(
    '1st 2nd 3rd 4th 11th 12th 13th 21st 101st 111th 122nd',
  );
  expect([0, 13, 42, 100, 105, 1000, 1001, 21_345, 2_000_000, -7].map(numberInWords)).toEqual([
    'zero', 'thirteen', 'forty-two', 'one hundred', 'one hundred and five', 'one thousand', 'one thousand and one',
    'twenty-one thousand three hundred and forty-five', 'two million', 'minus seven',
  ]); // prettier-ignore
  expect([1234, '1234567.125', 999, -1000, 'x'].map(grouped)).toEqual([
    '1,234',
    '1,234,567.125',
    '999',
    '-1,000',
    'x',
  ]);
  expect(['iPad', 'élan', 'mcDonald', ''].map(capitalised)).toEqual(['IPad', 'Élan', 'McDonald', '']);
});
