import {
  personalDataKinds,
  personalDataIn,
  redactPersonalData,
  redactWith,
} from '../../../../core/screening/filters/personalData';
import { rejection, textContext, textFilters } from './screening';

const redact = (text: string): string => redactPersonalData(text, personalDataKinds);

test.each([
  ['Write to jane.doe@gmail.com.', 'Write to <EMAIL>.'],
  ['Mail an müller@firma-köln.de senden', 'Mail an <EMAIL> senden'],
  ['Call (212) 736-5000 or +49 30 901820.', 'Call <PHONE> or <PHONE>.'],
  ['Pay to DE89 3704 0044 0532 0130 00 today.', 'Pay to <IBAN> today.'],
  ['GB82WEST12345698765432', '<IBAN>'],
  ['My card is 4111 1111 1111 1111, thanks.', 'My card is <CARD>, thanks.'],
  ['SSN 536-90-4399', 'SSN <SSN>'],
  ['The server is 93.184.216.34:80.', 'The server is <IP>:80.'],
])('%s becomes %s', (text, redacted) => expect(redact(text)).toBe(redacted));

describe('what only looks like it stays', () => {
  test.each([
    'Write to info@example.com or you@yourcompany.com.',
    'Dial 555-0123, the number of films.',
    'The card 4111 1111 1111 1112 fails its check digit.',
    'DE89 3704 0044 0532 0130 01 is no IBAN.',
    'Use 192.168.0.1, 127.0.0.1 or 10.0.0.7.',
    'Version 1.2.3.4 and section 999.1.1.1.',
    'From 1990-12-31 to 2000-01-01, that is 3653 days.',
    'Pi is 3.14159265358979, and 2^64 is 18,446,744,073,709,551,616.',
    'SSN 000-12-3456 is never given out; 123-45-6789 is everybody’s.',
    'The ISBN is 978-3-16-148410-0.',
    '1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16',
    'Fibonacci: 1, 1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 144, 233',
  ])('%s', (text) => expect(redact(text)).toBe(text));
});

test('a reason never repeats the datum', async () => {
  const by = await rejection(
    textFilters,
    { response: 'She walked to school; ask jane.doe@gmail.com about it.' },
    { personalData: { action: 'reject' } },
  );
  expect(by).toMatchObject({ filter: 'personalData', reason: 'contains an e-mail address' });
});

test('nothing is redacted or rejected unless the recipe says so', async () => {
  const response = 'She walked to school; ask jane.doe@gmail.com about it.';
  expect(await rejection(textFilters, { response })).toBeUndefined();
  expect(redactWith(textContext().recipe)).toBeUndefined();
  expect(redactWith(textContext({ personalData: { action: 'redact' } }).recipe)?.(response)).toContain(
    '<EMAIL>',
  );
});

test('only the kinds that the recipe names are looked for', () => {
  expect(personalDataIn('jane@gmail.com, 4111 1111 1111 1111', ['creditCard'])).toMatchObject([
    { kind: 'creditCard' },
  ]);
});
