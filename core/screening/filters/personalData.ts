import { z } from 'zod';
import type { Recipe } from '../../recipe/schema';
import { passed, rejected, textFilter, type SettingsOf } from './filter';
import type { FilterResult } from '../../vocabulary/filterResult';

/** What counts as personal data. */
export const personalDataKinds = [
  'email',
  'phone',
  'iban',
  'creditCard',
  'ipAddress',
  'socialSecurity',
] as const;
export type PersonalDataKind = (typeof personalDataKinds)[number];

const fields = {
  personalData: z
    .strictObject({
      action: z
        .enum(['allow', 'redact', 'reject'])
        .default('allow')
        .describe(
          'What becomes of personal data: kept, replaced by "<EMAIL>" and the like before anything else sees it, or the pair rejected.',
        ),
      kinds: z
        .array(z.enum(personalDataKinds))
        .min(1)
        .default([...personalDataKinds])
        .describe('What counts: card numbers and IBANs by their checksums, the others by their form.'),
    })
    .prefault({})
    .describe('Personal data in instructions, inputs and responses.'),
};

export interface PersonalDatum {
  readonly kind: PersonalDataKind;
  readonly text: string;
  readonly start: number;
}

interface Detector {
  readonly kind: PersonalDataKind;
  readonly word: string;
  readonly tag: string;
  readonly pattern: RegExp;
  readonly isOne: (text: string) => boolean;
}

/** Domains that nobody can own (RFC 2606, RFC 6761), and what people write instead of one. */
const reservedDomain =
  /@(?:[\w-]+\.)*(?:example(?:\.(?:com|net|org))?|test|invalid|localhost|(?:your|my)?(?:company|domain|email|mail|site)\.(?:com|org|net))$/i;

/** Those that need more characters first, so that a card's number is no telephone's. */
const detectors: readonly Detector[] = [
  {
    kind: 'email',
    word: 'an e-mail address',
    tag: '<EMAIL>',
    pattern: /[\p{L}\p{N}._%+-]{1,64}@[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){1,4}/gu,
    isOne: (text) => !reservedDomain.test(text),
  },
  {
    kind: 'iban',
    word: 'an IBAN',
    tag: '<IBAN>',
    pattern: /\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b/g,
    isOne: isIban,
  },
  {
    kind: 'creditCard',
    word: 'a card number',
    tag: '<CARD>',
    pattern: /(?<![\d.-])(?:\d[ -]?){12,18}\d(?![\d.-]*\d)/g,
    isOne: isCardNumber,
  },
  {
    kind: 'socialSecurity',
    word: 'a social security number',
    tag: '<SSN>',
    pattern: /(?<![\d-])\d{3}-\d{2}-\d{4}(?![\d-])/g,
    // Never given out (SSA, "Randomization"): area 000, 666 and from 900 on, group 00, serial 0000.
    isOne: (text) => !/^(?:000|666|9)|-00-|-0000$/.test(text) && !wellKnownNumbers.has(text),
  },
  {
    kind: 'ipAddress',
    word: 'an IP address',
    tag: '<IP>',
    pattern: /(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.]*\d)/g,
    isOne: isPublicAddress,
  },
  {
    kind: 'phone',
    word: 'a telephone number',
    tag: '<PHONE>',
    pattern:
      /(?<![\p{L}\d.,/-])(?:\+\d{1,3}[ .-]?(?:\(\d{1,4}\)[ .-]?)?\d{1,4}(?:[ .-]?\d{2,4}){1,4}|\(\d{3}\) ?\d{3}[ .-]\d{4}|\d{3}[.-]\d{3}[.-]\d{4})(?![\d/-]*\d)/gu,
    // 555-01xx and the like are kept free for fiction.
    isOne: (text) =>
      digitsOf(text).length >= 8 && digitsOf(text).length <= 15 && !/555[ .-]?\d{4}$/.test(text),
  },
];

/** Printed in so many leaflets that they are nobody's. */
const wellKnownNumbers = new Set(['123-45-6789', '078-05-1120', '219-09-9999', '111-11-1111']);

/** What is personal in a text, in its order, none within another. */
export function personalDataIn(text: string, kinds: readonly PersonalDataKind[]): readonly PersonalDatum[] {
  const found: PersonalDatum[] = [];
  for (const { kind, pattern, isOne } of detectors) {
    if (!kinds.includes(kind)) continue;
    for (const match of text.matchAll(pattern)) {
      const end = match.index + match[0].length;
      const isFree = found.every(
        (other) => end <= other.start || match.index >= other.start + other.text.length,
      );
      if (isFree && isOne(match[0])) found.push({ kind, text: match[0], start: match.index });
    }
  }
  return found.sort((left, right) => left.start - right.start);
}

/** A text with a tag such as "<EMAIL>" in the place of each personal datum. */
export function redactPersonalData(text: string, kinds: readonly PersonalDataKind[]): string {
  return personalDataIn(text, kinds).reduceRight((rest, { kind, text: datum, start }) => {
    const tag = detectors.find((detector) => detector.kind === kind)?.tag ?? '';
    return rest.slice(0, start) + tag + rest.slice(start + datum.length);
  }, text);
}

/** What takes personal data out of a text, where the recipe wants it redacted. */
export function redactWith(recipe: Recipe): ((text: string) => string) | undefined {
  const { action, kinds } = personalData.settingsIn(recipe).personalData;
  return action === 'redact' ? (text) => redactPersonalData(text, kinds) : undefined;
}

function resultOn(text: string, kinds: readonly PersonalDataKind[]): FilterResult {
  const found = personalDataIn(text, kinds);
  const [first] = found;
  if (!first) return passed;
  const word = detectors.find(({ kind }) => kind === first.kind)?.word ?? first.kind;
  // The datum itself is not repeated: reasons are stored and shown.
  const more = found.length > 1 ? `, and ${found.length - 1} more of the kind` : '';
  return rejected(`contains ${word}${more}`, found.length);
}

const isOn = ({ personalData }: SettingsOf<typeof fields>): boolean => personalData.action === 'reject';

export const instructionPersonalData = textFilter({
  name: 'personalDataInInstruction',
  version: 1,
  stage: 'instruction',
  later: 'messages',
  fields,
  isOn: isOn,
  check: ({ instruction }, { personalData: { kinds } }) => resultOn(instruction, kinds),
});

export const personalData = textFilter({
  name: 'personalData',
  version: 1,
  stage: 'pair',
  fields,
  isOn: isOn,
  check: ({ input, response }, { personalData: { kinds } }) => resultOn(`${input}\n${response}`, kinds),
});

function digitsOf(text: string): string {
  return text.replace(/\D/g, '');
}

/** Luhn's check digit (ISO/IEC 7812-1), and a first digit that an issuer of cards has. */
function isCardNumber(text: string): boolean {
  const digits = digitsOf(text);
  if (!/^[2-6]/.test(digits) || /^(\d)\1*$/.test(digits)) return false;
  const sum = [...digits].reverse().reduce((total, digit, index) => {
    const doubled = Number(digit) * (index % 2 === 1 ? 2 : 1);
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return sum % 10 === 0;
}

/** ISO 13616: the number, its first four characters moved to the end and letters as 10 to 35, leaves 1 divided by 97. */
function isIban(text: string): boolean {
  const compact = text.replace(/ /g, '');
  if (compact.length < 15 || compact.length > 34) return false;
  let remainder = 0;
  for (const character of compact.slice(4) + compact.slice(0, 4)) {
    for (const digit of String(Number.parseInt(character, 36)))
      remainder = (remainder * 10 + Number(digit)) % 97;
  }
  return remainder === 1;
}

/** An IPv4 address that may be somebody's: neither private, local, for documentation nor everybody's resolver. */
function isPublicAddress(text: string): boolean {
  const parts = text.split('.').map(Number);
  const [a = 0, b = 0, c = 0] = parts;
  if (parts.some((part) => part > 255) || text.split('.').some((part) => /^0\d/.test(part))) return false;
  if (a === 0 || a === 10 || a === 127 || a >= 224) return false;
  if ((a === 172 && b >= 16 && b <= 31) || (a === 192 && b === 168) || (a === 169 && b === 254)) return false;
  const documentation = ['192.0.2', '198.51.100', '203.0.113'];
  if (documentation.includes(`${a}.${b}.${c}`)) return false;
  // 1.2.3.4 in prose is a section or a version.
  return !['8.8.8.8', '8.8.4.4', '1.1.1.1', '9.9.9.9', '1.2.3.4'].includes(text);
}
