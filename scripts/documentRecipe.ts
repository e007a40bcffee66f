import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { packageRoot } from '../adapters/workspace/packageRoot';
import { expectation, fieldSchema, type FieldSchema } from '../core/recipe/expectation';
import { recipeSchema } from '../core/recipe/schema';

const head = `# The recipe

A recipe says what to grow, from what, and with whom: one YAML file, or the same as a JSON object. \`name\` and \`seeds\` are enough:

\`\`\`yaml
name: kitchen
target: 500
seeds:
  file: kitchen.jsonl
\`\`\`

\`seedbed validate kitchen.yaml\` checks it, and its seed tasks, without running anything; \`seedbed run kitchen.yaml\` runs it.
Two recipes are ready, by name: \`quickstart\` (20 pairs, no key needed) and \`self-instruct\` (the paper's procedure, every
field written out and commented). An unknown field is an error, so a slip of the fingers never goes unnoticed.

## Seed tasks

They are written in the recipe (\`seeds.tasks\`) or in a file (\`seeds.file\`) whose shape is recognised: one object a line, or a
list of them.

\`\`\`text
{ "instruction": "Name a fruit.", "instances": [{ "input": "", "output": "Pear." }], "is_classification": false }
\`\`\`

\`\`\`text
{ "instruction": "Name a fruit.", "input": "", "output": "Pear." }
\`\`\`

The first is self-instruct's, where \`is_classification\`, \`id\` and \`name\` may be left out; the second is Alpaca's, where
\`input\` may be. A file's path is relative to the recipe that names it, and may not leave the workspace; in a recipe sent as an
object it is relative to the worker's workspace.

## Sending one

\`generateDataset\` takes one object: \`recipe\` (a ready recipe's name, a path inside the worker's workspace, or the recipe
itself), and if you like \`name\`, \`target\`, and \`overrides\`, whose fields replace those of the recipe (objects are merged field
by field, lists are replaced whole).

\`\`\`json
{ "recipe": "quickstart", "target": 50, "overrides": { "teacher": { "endpoint": "openai" } } }
\`\`\`

## Every field

A dash means no default: the field is required where it says so, else it may be left out. Editors complete and check recipes
that begin with \`# yaml-language-server: $schema=\` and the path of [recipe.schema.json](recipe.schema.json).
`;

const headings = ['Field', 'Must be', 'Default', 'Meaning'];

/** docs/recipe.md, whole: written from the schema, so that the two can't disagree. Formatted as Prettier would. */
export function recipePage(): string {
  const rows = rowsOf(fieldSchema(recipeSchema), '');
  const widths = headings.map((heading, column) =>
    Math.max(...[headings, ...rows].map((row) => (row[column] ?? heading).length)),
  );
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`;
  return `${head}\n${[line(headings), rule, ...rows.map(line)].join('\n')}\n`;
}

/** docs/recipe.schema.json: the JSON Schema (draft 2020-12) of what people write. */
export function recipeJsonSchema(): string {
  return `${layOut({ title: 'Seedbed recipe', ...z.toJSONSchema(recipeSchema, { io: 'input' }) }, '')}\n`;
}

function rowsOf(field: FieldSchema, prefix: string): string[][] {
  return Object.entries(field.properties ?? {}).flatMap(([key, inner]) => {
    const name = prefix === '' ? key : `${prefix}.${key}`;
    const required = field.required?.includes(key) === true;
    const items = inner.items?.properties ? inner.items : undefined;
    const kind = items ? 'a list of objects' : inner.properties ? 'an object' : expectation(inner);
    const meaning = `${required ? 'Required. ' : ''}${inner.description ?? ''}`.replaceAll('|', '\\|');
    const row = [`\`${name}\``, kind, defaultOf(inner), meaning];
    return [row, ...(items ? rowsOf(items, `${name}[]`) : rowsOf(inner, name))];
  });
}

/** An object's default is that of its fields, each of which has a row of its own. */
function defaultOf(field: FieldSchema): string {
  if (field.default === undefined || field.properties) return '-';
  if (Array.isArray(field.default)) return field.default.map((item) => `\`${String(item)}\``).join(', ');
  const plain = typeof field.default === 'string' && field.default !== '';
  return `\`${plain ? field.default : JSON.stringify(field.default)}\``;
}

/** JSON as Prettier lays it out: two spaces, and a list on one line where the line has room. */
function layOut(value: unknown, indent: string): string {
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    const flat = `[${value.map((item) => JSON.stringify(item)).join(', ')}]`;
    if (flat.length < 80) return flat;
    return `[\n${value.map((item) => inner + layOut(item, inner)).join(',\n')}\n${indent}]`;
  }
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const fields = Object.entries(value).map(
    ([key, field]) => `${inner}${JSON.stringify(key)}: ${layOut(field, inner)}`,
  );
  return fields.length === 0 ? '{}' : `{\n${fields.join(',\n')}\n${indent}}`;
}

/**
 * `node dist/scripts/documentRecipe.js` prints the page, `--schema` the JSON Schema; `--write` writes both into docs/;
 * `--check` exits with 1 when either differs from what is there.
 */
function main(mode: string | undefined): void {
  const documents = { 'docs/recipe.md': recipePage(), 'docs/recipe.schema.json': recipeJsonSchema() };
  if (mode === '--write' || mode === '--check') {
    for (const [path, text] of Object.entries(documents)) {
      const full = join(packageRoot(), path);
      if (mode === '--write') writeFileSync(full, text);
      else if (readFileSync(full, 'utf8') !== text) {
        process.stderr.write(
          `${path} differs from the schema: node dist/scripts/documentRecipe.js --write\n`,
        );
        process.exitCode = 1;
      }
    }
  } else process.stdout.write(documents[mode === '--schema' ? 'docs/recipe.schema.json' : 'docs/recipe.md']);
}

if (require.main === module) main(process.argv[2]);
