import { z } from 'zod';

/** What a field may hold, as JSON Schema says it. Everything that tells users about fields (errors, documentation) reads this. */
export interface FieldSchema {
  readonly type?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly minItems?: number;
  readonly pattern?: string;
  readonly format?: string;
  readonly items?: FieldSchema;
  readonly properties?: Readonly<Record<string, FieldSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: FieldSchema | boolean;
}

/** The schema of what people write (before defaults are filled in). */
export function fieldSchema(schema: z.ZodType): FieldSchema {
  return z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as FieldSchema;
}

/** The schema at a path, or undefined where the schema says nothing of it. */
export function fieldSchemaAt(schema: FieldSchema, path: readonly PropertyKey[]): FieldSchema | undefined {
  let current: FieldSchema | undefined = schema;
  for (const step of path) {
    if (typeof step === 'number') current = current.items;
    else if (current.properties && Object.hasOwn(current.properties, step)) {
      current = current.properties[String(step)];
    } else if (typeof current.additionalProperties === 'object') current = current.additionalProperties;
    else return undefined;
    if (current === undefined) return undefined;
  }
  return current;
}

/** What a field may hold, in words that follow "must be": "a whole number from 1 to 4". */
export function expectation(field: FieldSchema): string {
  if (field.enum) return `one of ${field.enum.map(String).join(', ')}`;
  switch (field.type) {
    case 'integer':
      return `a whole number${rangeOf(field)}`;
    case 'number':
      return `a number${rangeOf(field)}`;
    case 'boolean':
      return 'true or false';
    case 'string':
      return field.format === 'uri' ? 'an address such as https://api.example.com/v1' : 'a text';
    case 'array':
      return field.items ? `a list, each item ${expectation(field.items)}` : 'a list';
    case 'object':
      return field.properties
        ? `an object with the fields ${Object.keys(field.properties).join(', ')}`
        : 'an object';
    case undefined:
    default:
      return 'something else';
  }
}

/** zod gives every whole number the bounds of safe integers; only those that the schema's author wrote are worth saying. */
function rangeOf(field: FieldSchema): string {
  const least = (field.minimum ?? -Infinity) > Number.MIN_SAFE_INTEGER ? field.minimum : undefined;
  const most = (field.maximum ?? Infinity) < Number.MAX_SAFE_INTEGER ? field.maximum : undefined;
  const above = field.exclusiveMinimum;
  if (above !== undefined) return ` above ${above}${most === undefined ? '' : `, up to ${most}`}`;
  if (least !== undefined) return most === undefined ? ` of at least ${least}` : ` from ${least} to ${most}`;
  return most === undefined ? '' : ` of at most ${most}`;
}
