import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import ts from 'typescript';
import { completionScript } from '../../client/commands/completion';
import { createProgram } from '../../client/program';

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

test('`seedbed --help` loads neither Temporal, nor the database, nor any schema', () => {
  const packages = [...loadedWith(join(root, 'client', 'seedbed.ts'))].filter(
    (name) => !name.startsWith('/') && !name.startsWith('node:'),
  );
  expect(packages.sort()).toEqual(['commander', 'picocolors']);
});

test('the start loads few files of ours', () => {
  const files = [...loadedWith(join(root, 'client', 'seedbed.ts'))].filter((name) => name.startsWith('/'));
  expect(files.map((file) => relative(root, file))).not.toContain('client/session.ts');
  expect(files.length).toBeLessThan(50);
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

test('the completion knows every command and its options', () => {
  const program = createProgram('0');
  const script = completionScript(program, false);
  for (const command of program.commands) expect(script).toContain(`    ${command.name()}) words="`);
  expect(script).toContain('--target');
  expect(script).toContain('seedbed completion runs');
});
