import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import type { Command } from 'commander';
import ts from 'typescript';
import { z } from 'zod';
import { commands } from '../../client/commands';
import { completionScript } from '../../client/commands/completion/completionScript';
import { outputSchemas } from '../../client/outputSchemas';
import { createProgram } from '../../client/program';
import type { CommandDefinition } from '../../client/terminal/commandDefinition';

const root = join(__dirname, '..', '..');

/** Everything that is loaded as soon as a file is: its static imports, types left out, and theirs. */
function loadedWith(file: string, seen = new Set<string>()): Set<string> {
  if (seen.has(file)) return seen;
  seen.add(file);
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest);
  for (const statement of source.statements) {
    if (!ts.isImportDeclaration(statement) && !ts.isExportDeclaration(statement)) continue;
    if (!statement.moduleSpecifier || !ts.isStringLiteral(statement.moduleSpecifier) || isTypeOnly(statement))
      continue;
    const name = statement.moduleSpecifier.text;
    if (!name.startsWith('.')) seen.add(name);
    else {
      const path = join(dirname(file), name.replace(/\.js$/, ''));
      loadedWith(existsSync(`${path}.ts`) ? `${path}.ts` : join(path, 'index.ts'), seen);
    }
  }
  return seen;
}

function isTypeOnly(statement: ts.ImportDeclaration | ts.ExportDeclaration): boolean {
  if (ts.isExportDeclaration(statement)) return statement.isTypeOnly;
  const clause = statement.importClause;
  if (!clause) return false;
  if (clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return true;
  const named = clause.namedBindings;
  return (
    !clause.name &&
    named !== undefined &&
    ts.isNamedImports(named) &&
    named.elements.every(({ isTypeOnly }) => isTypeOnly)
  );
}

const loaded = [...loadedWith(join(root, 'client', 'seedbed.ts'))];

test('`seedbed --help` loads neither Temporal, nor the database, nor any schema', () => {
  const packages = loaded.filter((name) => !name.startsWith('/') && !name.startsWith('node:'));
  expect(packages.sort()).toEqual(['commander', 'picocolors', 'string-width', 'wrap-ansi']);
});

test('what is built starts on every Node 20, also on those that load no ES module where CommonJS asks for one', () => {
  const asOlderNode = process.allowedNodeEnvironmentFlags.has('--experimental-require-module')
    ? ['--no-experimental-require-module']
    : [];
  const built = join(root, 'dist', 'client', 'seedbed.js');
  const help = execFileSync(process.execPath, [...asOlderNode, built, '--help'], { encoding: 'utf8' });
  expect(help).toContain('Usage: seedbed');
});

test('however many commands there are, the start loads of each but the file that defines it', () => {
  const files = loaded.filter((name) => name.startsWith('/')).map((file) => relative(root, file));
  const others = files.filter(
    (file) => !/^client\/([^/]+|terminal\/[^/]+|commands\/[^/]+)$/.test(file) && !file.startsWith('core/'),
  );
  // Where the cache is and how its folder is made: two names and modules of Node's, for what is compiled once and kept.
  expect(others).toEqual(['adapters/files/makeFolder.ts', 'adapters/stack/cache.ts']);
  // What definitions need of core is a name or two, and the formats for help; a schema, a filter or a parser would drag all the rest along.
  const ofCore = files.filter(
    (file) => file.startsWith('core/') && !file.startsWith('core/dataset/formats/'),
  );
  expect(ofCore.length).toBeLessThan(10);
});

describe('a new command', () => {
  const greet: CommandDefinition = {
    name: 'greet',
    output: () => Promise.resolve(z.strictObject({ greeting: z.string() })),
    define: (command) => {
      command
        .description('say hello to a run')
        .argument('<run>', "the run's name")
        .option('--out <file>', 'where the greeting goes')
        .action(() => undefined);
    },
  };
  const program = createProgram('0', [...commands, greet]);

  test('is in the help, with the options that all have, by its definition and its line in the list alone', () => {
    expect(program.helpInformation()).toContain('greet [options] <run>');
    const help = program.commands.find((command) => command.name() === 'greet')?.helpInformation();
    expect(help).toContain('say hello to a run');
    expect(help).toContain('--workspace <dir>');
  });

  test('and every other, typed wrongly, names its own help', () => {
    const mistyped = (...words: string[]): string => {
      let said = '';
      const one = createProgram('0', [...commands, greet]);
      const quieten = (command: Command): void => {
        command.configureOutput({ writeErr: (text) => (said += text) }).exitOverride();
        command.commands.forEach(quieten);
      };
      quieten(one);
      expect(() => one.parse(words, { from: 'user' })).toThrow();
      return said;
    };
    expect(mistyped('greet', 'r7', '--shout')).toContain('See: seedbed greet --help');
    expect(mistyped('review', 'list', '--shout')).toContain('See: seedbed review list --help');
    expect(mistyped('--shout')).toContain('See: seedbed --help');
  });

  test('is completed, and so are its run and its file', () => {
    const script = completionScript(program, [], false);
    expect(script).toContain('    greet) words="--out --workspace');
    expect(script).toMatch(/^ {4}[\w|-]*\|greet\) .*seedbed completion runs/m);
    expect(script).toMatch(/^ {4}[\w|-]*--out\b[\w|-]*\) COMPREPLY=\(\$\(compgen -f /m);
  });

  test('is in the schema of what commands print', async () => {
    expect((await outputSchemas([greet]))['greet']?.parse({ greeting: 'hello' })).toEqual({
      greeting: 'hello',
    });
  });
});

test('every command takes the shared options, each once', () => {
  for (const command of createProgram('0').commands) {
    const flags = command.options.map(({ long }) => long);
    expect(new Set(flags).size).toBe(flags.length);
    expect(flags).toEqual(
      expect.arrayContaining([
        '--json',
        '--quiet',
        '--verbose',
        '--debug',
        '--no-input',
        '--offline',
        '--workspace',
      ]),
    );
  }
});

test.each([
  ['an unknown command', ['stauts']],
  ['a missing argument', ['run']],
  ['a target that is no number', ['run', 'quickstart', '--target', 'many']],
  ['an unknown option', ['list', '--colour']],
])('%s is an error of usage', async (_name, given) => {
  const program = createProgram('0');
  for (const command of [program, ...program.commands])
    command.configureOutput({ writeErr: () => undefined }).exitOverride();
  await expect(program.parseAsync(given, { from: 'user' })).rejects.toMatchObject({ exitCode: 1 });
});

const badAmounts = ['-5', '0', '0.00', 'five', '$5', '5€', '5 EUR', 'NaN', '1e400', 'Infinity', '5,00', ''];
const badNumbers = ['-5', '0', 'ten', 'NaN', '1e400', '1.5', ''];
test.each([
  ...badAmounts.map((given) => [
    ['run', 'quickstart', '--usd', given],
    'It must be an amount of US dollars above 0',
  ]),
  ...badAmounts.map((given) => [
    ['raise-budget', '--usd', given],
    'It must be an amount of US dollars above 0',
  ]),
  ...badNumbers.map((given) => [
    ['raise-budget', '--tokens', given],
    'It must be a whole number of at least 1.',
  ]),
  ...badNumbers.map((given) => [
    ['raise-budget', '--requests', given],
    'It must be a whole number of at least 1.',
  ]),
  ...badNumbers.map((given) => [
    ['change-target', '--target', given],
    'It must be a whole number of at least 1.',
  ]),
  ...badNumbers.map((given) => [
    ['set-rate', '--requests-per-minute', given],
    'It must be a whole number of at least 1.',
  ]),
  [
    ['raise-budget', '--usd', '5', '--role', 'writer'],
    'Allowed choices are propose, respond, judge, classify.',
  ],
  [['raise-budget', '--eur', '5'], "unknown option '--eur'"],
  [['change-target'], "required option '--target <pairs>' not specified"],
  [['set-rate'], 'give either --requests-per-minute or --as-configured'],
  [['set-rate', '--as-configured', '--requests-per-minute', '5'], 'give either'],
] as [string[], string][])(
  '%j is refused with one sentence, before anything is asked',
  async (given, sentence) => {
    let said = '';
    const program = createProgram('0');
    for (const command of [program, ...program.commands])
      command.configureOutput({ writeErr: (text) => (said += text) }).exitOverride();
    await expect(program.parseAsync(given, { from: 'user' })).rejects.toMatchObject({ exitCode: 1 });
    expect(said).toContain(sentence);
    expect(said).toMatch(/^error: .*\n(?:See: .*\n)?$/);
  },
);

test('what a run may spend and how many pairs it is to have are called the same by every command', () => {
  const named = (value: string, beside: readonly string[]) =>
    createProgram('0').commands.flatMap((command) =>
      command.options
        .filter(({ flags }) => flags.endsWith(`<${value}>`))
        .flatMap(({ long }) =>
          beside.includes(`${command.name()} ${long}`) ? [] : [`${command.name()} ${long}`],
        ),
    );
  expect(named('dollars', []).sort()).toEqual(['extend --usd', 'raise-budget --usd', 'run --usd']);
  expect(named('pairs', ['bias --counterfactuals', 'bias --review']).sort()).toEqual([
    'change-target --target',
    'estimate --target',
    'extend --target',
    'run --target',
  ]);
});

test('the completion knows every command and its options', () => {
  const program = createProgram('0');
  const script = completionScript(program, ['quickstart', 'mixed'], false);
  for (const command of program.commands) expect(script).toContain(`    ${command.name()}) words="`);
  expect(script).toContain('--target');
  expect(script).toMatch(/^ {4}run\|preview\|validate\|estimate\) .*-W "quickstart mixed"/m);
});

test('the completion script is one that bash takes, and completes by it', () => {
  const script = completionScript(createProgram('0'), ['quickstart', 'mixed'], false);
  const completed = (...words: readonly string[]): string[] =>
    execFileSync('bash', [
      ...['--norc', '-c'],
      `${script}\nseedbed() { echo apples; echo pears; }\nCOMP_WORDS=("$@") COMP_CWORD=$(($# - 1))\n_seedbed\nprintf '%s\\n' "\${COMPREPLY[@]}"`,
      ...['bash', ...words],
    ])
      .toString()
      .split('\n')
      .filter((word) => word !== '');
  expect(completed('seedbed', 'st')).toEqual(['status', 'stop']);
  expect(completed('seedbed', 'run', 'q')).toContain('quickstart');
  expect(completed('seedbed', 'watch', 'app')).toEqual(['apples']);
  expect(completed('seedbed', 'run', '--det')).toEqual(['--detach']);
  expect(completed('seedbed', 'export', 'apples', '--format', 'al')).toEqual(['alpaca']);
  expect(completed('seedbed', 'completion', '')).toEqual(['bash', 'zsh']);
});
