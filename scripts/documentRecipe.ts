import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { packageRoot } from '../adapters/workspace/packageRoot';
import { expectation, fieldSchema, type FieldSchema } from '../core/recipe/expectation';
import { fullRecipeSchema } from '../core/run/fullRecipeSchema';

const head = `# The recipe

A recipe says what to grow, from what, and with whom: one YAML file, or the same as a JSON object. A name and something to grow from
are enough:

\`\`\`yaml
name: kitchen
target: 500
seeds:
  file: kitchen.jsonl
\`\`\`

\`seedbed validate kitchen.yaml\` checks it and all that it reads, and says how varied its seeds are, without running anything;
\`seedbed preview kitchen.yaml\` puts five candidates through everything; \`seedbed run kitchen.yaml\` runs it. An unknown field is an
error, so a slip of the fingers never goes unnoticed.

These recipes are ready, by name. All of them run without a key, except \`self-instruct\`, whose endpoint is \`openai\` unless you name
another (\`--endpoint local\` is this machine's).

| recipe          | pairs | what it shows                                                                         |
| --------------- | ----: | ------------------------------------------------------------------------------------- |
| \`quickstart\`    |    20 | Self-Instruct from 54 seed tasks, the shortest recipe                                 |
| \`self-instruct\` | 1,000 | the paper's procedure with every field written out and commented, for a capable model |
| \`templates\`     |    40 | templates whose answers are computed, with lists from files and from the teacher      |
| \`augment\`       |    30 | variants of an existing set, with the operators that a small model can do             |
| \`mixed\`         |    60 | all three strategies by shares of the accepted pairs, steered over five kinds of task |
| \`knowledge\`     |    30 | pairs from documents, each with its passage, for a model that can read them           |

## Strategies

\`strategies\` divides the _accepted_ pairs, whatever each strategy's yield. Left out, those that the recipe has a section for get
equal shares: \`template\`, \`augment\`, and \`selfInstruct\` where there are seeds and neither of the others.

| strategy       | where instructions come from                           | needs                | more                                 |
| -------------- | ------------------------------------------------------ | -------------------- | ------------------------------------ |
| \`selfInstruct\` | the teacher proposes them after examples               | \`seeds\`              | [self-instruct.md](self-instruct.md) |
| \`template\`     | texts with slots; responses computed, or the teacher's | \`template\`           | [templates.md](templates.md)         |
| \`augment\`      | operators change pairs that are there                  | \`augment\`, and a set | [augment.md](augment.md)             |

A share of harmful requests with good refusals comes beside them, by \`safety.refusals\` ([safety.md](safety.md)).

\`coverage\` steers what is asked ([coverage.md](coverage.md)), \`prompts\` chooses versions of prompts ([prompts.md](prompts.md)), and
\`judge\` has pairs judged. Endpoints are named in the worker's [configuration](configuration.md), never in a recipe.

\`\`\`yaml
name: household
target: 300
strategies: { selfInstruct: 0.6, template: 0.2, augment: 0.2 }
seeds:
  file: household.csv
  columns: { instruction: question, response: answer }
coverage:
  axes:
    taskType: [brainstorming, explanation, classification]
    room:
      - { name: kitchen, description: 'Food, cooking, washing up.', weight: 2 }
      - { name: garden, description: 'Plants, lawn, tools, weather.' }
template:
  templates:
    - name: portions
      slots:
        guests: { range: { from: 3, to: 20 } }
        grams: { compute: guests * 80 }
      instruction: 'How much rice do {{ guests }} guests eat, at 80 g each?'
      response: '{{ grams }} g.'
augment:
  fromPool: true
  chains:
    - [addConstraint]
    - { operators: [deepen, changeStyle], weight: 2 }
\`\`\`

## Seeds and existing sets

Seeds are written in the recipe (\`seeds.tasks\`) or in a file (\`seeds.file\`); so is an existing set (\`augment.source\`). A recipe of
templates alone needs neither. A file may be self-instruct or plain JSONL, Alpaca, Dolly, ShareGPT, OpenAI chat, preference rows, CSV or
Parquet, packed or in shards, and a column map says where things are; [formats.md](formats.md) has them all. The two most usual, one object a line or a list of them:

\`\`\`text
{ "instruction": "Name a fruit.", "instances": [{ "input": "", "output": "Pear." }], "is_classification": false }
\`\`\`

\`\`\`text
{ "instruction": "Name a fruit.", "input": "", "output": "Pear." }
\`\`\`

A file's path is relative to the recipe that names it, and may not leave the workspace; in a recipe sent as an object it is relative to
the worker's workspace.

## Sending one

\`generateDataset\` takes one object: \`recipe\` (a ready recipe's name, a path inside the worker's workspace, or the recipe
itself), and if you like \`name\`, \`target\`, and \`overrides\`, whose fields replace those of the recipe (objects are merged field
by field, lists are replaced whole).

\`\`\`json
{ "recipe": "quickstart", "target": 50, "overrides": { "teacher": { "endpoint": "openai" } } }
\`\`\`

## Every field

A dash means no default: the field is required where it says so, else it may be left out. \`<name>\` stands for names of your
choice. Editors complete and check recipes that begin with \`# yaml-language-server: $schema=\` and the path of
[recipe.schema.json](recipe.schema.json).
`;

const headings = ['Field', 'Must be', 'Default', 'Meaning'];

/** docs/recipe.md, whole: written from the schema, so that the two can't disagree. A table for each section of a recipe. */
export function recipePage(): string {
  const sections = new Map<string, string[][]>();
  for (const row of rowsOf(fieldSchema(fullRecipeSchema), '')) {
    const section = /^`?([A-Za-z]+)/.exec(row[0] ?? '')?.[1] ?? '';
    sections.set(section, [...(sections.get(section) ?? []), row]);
  }
  const plain = [...sections.values()].flatMap((rows) => (rows.length === 1 ? rows : []));
  const others = [...sections].filter(([, rows]) => rows.length > 1);
  return [
    head,
    '## The recipe itself',
    '',
    ...tableOf(plain),
    ...others.flatMap(([section, rows]) => ['', `## ${section}`, '', ...tableOf(rows)]),
    '',
  ].join('\n');
}

/** Not padded: the longest description would set the width of every line. */
function tableOf(rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(headings), line(headings.map(() => '---')), ...rows.map(line)];
}

/** docs/recipe.schema.json: the JSON Schema (draft 2020-12) of what people write. */
export function recipeJsonSchema(): string {
  return `${layOut({ title: 'Seedbed recipe', ...z.toJSONSchema(fullRecipeSchema, { io: 'input' }) }, '')}\n`;
}

/** A row for each field, and below it those of the fields inside: of the object, of a list's items, of what names lead to. */
function rowsOf(field: FieldSchema, prefix: string): string[][] {
  return fieldsOf(field, prefix).flatMap(({ name, inner, required }) => {
    const meaning = `${required ? 'Required. ' : ''}${inner.description ?? ''}`.replaceAll('|', '\\|');
    return [[`\`${name}\``, kindOf(inner), defaultOf(inner), meaning], ...rowsOf(inner, name)];
  });
}

interface NamedField {
  readonly name: string;
  readonly inner: FieldSchema;
  readonly required: boolean;
}

/** The fields that can be named below a field; of one that may be several things, those of all of them. */
function fieldsOf(field: FieldSchema, prefix: string): NamedField[] {
  const own = Object.entries(field.properties ?? {}).map(([key, inner]) => ({
    name: prefix === '' ? key : `${prefix}.${key}`,
    inner,
    required: field.required?.includes(key) === true,
  }));
  const { items, additionalProperties: named, anyOf = [] } = field;
  return [
    ...own,
    ...(items ? fieldsOf(items, `${prefix}[]`) : []),
    ...(typeof named === 'object' ? fieldsOf(named, `${prefix}.<name>`) : []),
    ...anyOf.flatMap((one) => fieldsOf(one, prefix)),
  ];
}

/** Whose fields have rows of their own needs no list of them. */
function kindOf(field: FieldSchema): string {
  if (field.properties) return 'an object';
  if (field.items?.properties) return 'a list of objects';
  const { additionalProperties: named } = field;
  return typeof named === 'object' && named.properties ? 'objects by name' : expectation(field);
}

/** An object's default is that of its fields, each of which has a row of its own. */
function defaultOf(field: FieldSchema): string {
  if (field.default === undefined || field.properties) return '-';
  if (Array.isArray(field.default) && field.default.length > 0)
    return field.default.map((item) => `\`${String(item)}\``).join(', ');
  const plain = typeof field.default === 'string' && field.default !== '';
  return `\`${plain ? field.default : JSON.stringify(field.default)}\``;
}

/** JSON as Prettier lays it out: two spaces, lists of plain values on one line where it has room, everything else spread out. */
function layOut(value: unknown, indent: string, key = ''): string {
  const inner = `${indent}  `;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) {
    const flat = `[${value.map((item) => JSON.stringify(item)).join(', ')}]`;
    const isPlain = value.every((item) => typeof item !== 'object');
    if (isPlain && `${indent}${key}${flat},`.length <= 110) return flat;
    return `[\n${value.map((item) => inner + layOut(item, inner)).join(',\n')}\n${indent}]`;
  }
  const fields = Object.entries(value).map(([name, field]) => {
    const named = `${JSON.stringify(name)}: `;
    return `${inner}${named}${layOut(field, inner, named)}`;
  });
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
