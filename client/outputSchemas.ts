import { z } from 'zod';
import { commands } from './commands';
import { errorOutput } from './terminal/errorOutput';

/** What each command prints with --json, by its name: one object (`watch`: one a line), or `error` where it fails. */
export async function outputSchemas(definitions = commands): Promise<Readonly<Record<string, z.ZodType>>> {
  const schemas: Record<string, z.ZodType> = {};
  for (const { name, output } of definitions) if (output) schemas[name] = await output();
  return { ...schemas, error: errorOutput };
}

/** The same as one JSON Schema with a definition for each command: the text of docs/outputs.schema.json. */
export async function outputsAsJsonSchema(): Promise<string> {
  const definitions = Object.fromEntries(
    Object.entries(await outputSchemas()).map(([command, schema]) => {
      const definition = z.toJSONSchema(schema);
      delete definition.$schema; // said once, of the whole
      return [command, definition];
    }),
  );
  const whole = {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'What seedbed prints on stdout with --json, by command',
    $defs: definitions,
  };
  return `${JSON.stringify(whole, null, 2)}\n`;
}
