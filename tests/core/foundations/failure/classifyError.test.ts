import { TeacherError } from '../../../../adapters/teacher/teacher';
import { PurchaseStopped } from '../../../../adapters/purchasing/purchaser';
import { UserError } from '../../../../core/foundations/userError';
import { classifyError } from '../../../../core/foundations/failure/classifyError';
import { PassingError, type FailureKind } from '../../../../core/foundations/failure/failure';
import { teacherFailureKinds, type TeacherFailureKind } from '../../../../core/teacher/failure';

const coded = (code: string, more: object = {}): Error =>
  Object.assign(new Error('words'), { code, ...more });
const sql = (state: string): Error => coded(state, { severity: 'ERROR' });

const table: readonly (readonly [what: string, thrown: unknown, kind: FailureKind, code: string])[] = [
  ['what somebody can mend', new UserError('Wrong.', { mend: 'Mend it.' }), 'needsMending', 'UserError'],
  ['what is known to come back', new PassingError('Away.', { code: '1' }), 'passing', '1'],
  [
    'a wrapped one',
    new Error('while planning', { cause: new UserError('Wrong.') }),
    'needsMending',
    'UserError',
  ],
  ['a reset connection', coded('ECONNRESET'), 'passing', 'ECONNRESET'],
  [
    "fetch's TypeError of a network that is down",
    new TypeError('fetch failed', { cause: coded('ENOTFOUND') }),
    'passing',
    'ENOTFOUND',
  ],
  [
    'an address of two families that nobody listens at',
    new AggregateError([coded('ECONNREFUSED')]),
    'passing',
    'ECONNREFUSED',
  ],
  ['a database that shuts down', sql('57P01'), 'passing', '57P01'],
  ['a deadlock', sql('40P01'), 'passing', '40P01'],
  ['a database without room for connections', sql('53300'), 'passing', '53300'],
  ['a standby', sql('25006'), 'passing', '25006'],
  ['a transaction that was left idle', sql('25P03'), 'passing', '25P03'],
  ['a transaction that took too long', sql('25P04'), 'passing', '25P04'],
  ['a database that knows no such password', sql('28P01'), 'needsMending', '28P01'],
  ['a role without a right', sql('42501'), 'needsMending', '42501'],
  ['a text that is no JSON', sql('22P02'), 'defect', '22P02'],
  ['a unique violation', sql('23505'), 'defect', '23505'],
  ['a column that is not there', sql('42703'), 'defect', '42703'],
  ['an internal error of the database', sql('XX000'), 'defect', 'XX000'],
  ['a code of five letters that is no SQLSTATE', coded('EPERM'), 'needsMending', 'EPERM'],
  ['a full disk', coded('ENOSPC'), 'needsMending', 'ENOSPC'],
  ['a TypeError', new TypeError('x is undefined'), 'defect', 'TypeError'],
  ['an assertion', new Error('The funnel does not add up.'), 'defect', 'Error'],
  ['something that is no error', 'oops', 'defect', 'string'],
  ['nothing', undefined, 'defect', 'undefined'],
];

test.each(table)('%s', (_, thrown, kind, code) => {
  expect(classifyError(thrown)).toMatchObject({ kind, code });
});

const teachers: Readonly<Record<TeacherFailureKind, FailureKind>> = {
  rateLimited: 'passing',
  overloaded: 'passing',
  transient: 'passing',
  malformed: 'passing',
  timeout: 'passing',
  cancelled: 'passing',
  closed: 'needsMending',
  quotaExhausted: 'needsMending',
  unanswerable: 'needsMending',
};

test.each(teacherFailureKinds.map((kind) => [kind, teachers[kind]] as const))(
  'what an endpoint means by %s is %s, whoever asked it',
  (kind, expected) => {
    const failure = { kind, message: 'What to do.', retryAfterMs: 7, status: 418 };
    const meaning = { kind: expected, message: 'What to do.', code: '418', retryAfterMs: 7 };
    expect(classifyError(new TeacherError(failure))).toMatchObject(meaning);
    expect(classifyError(new PurchaseStopped(failure, {}))).toMatchObject(meaning);
  },
);

test('what is to be mended is said with what to do', () => {
  expect(classifyError(new UserError('Wrong.', { mend: 'Mend it.' })).message).toBe('Wrong. Mend it.');
});

test('a defect is told in a line, however long a text it quotes', () => {
  const { message } = classifyError(new SyntaxError(`not JSON:\n${'x'.repeat(10_000)}`));
  expect(message).toMatch(/^SyntaxError: not JSON: x+…$/);
  expect(message.length).toBeLessThan(320);
});
