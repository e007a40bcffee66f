import { z } from 'zod';

/** What a field may hold, as JSON Schema says it. Everything that tells users about fields (errors, documentation) reads this. */
export interface FieldSchema {
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  /** Where it may be one of several: their schemas. */
  readonly anyOf?: readonly FieldSchema[];
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

/** The schema at a path, or undefined where the schema says nothing of it. Of several that are allowed there, the first that has it. */
export function fieldSchemaAt(schema: FieldSchema, path: readonly PropertyKey[]): FieldSchema | undefined {
  const [step, ...rest] = path;
  if (step === undefined) return schema;
  for (const branch of schema.anyOf ?? [schema]) {
    const inner = innerSchema(branch, step);
    const found = inner && fieldSchemaAt(inner, rest);
    if (found) return found;
  }
  return undefined;
}

function innerSchema(
  { items, properties, additionalProperties }: FieldSchema,
  step: PropertyKey,
): FieldSchema | undefined {
  if (typeof step === 'number') return items;
  if (properties && Object.hasOwn(properties, step)) return properties[String(step)];
  return typeof additionalProperties === 'object' ? additionalProperties : undefined;
}

/** What a field may hold, in words that follow "must be": "a whole number from 1 to 4". */
export function expectation(field: FieldSchema): string {
  if (field.enum) return `one of ${field.enum.map(String).join(', ')}`;
  if (field.const !== undefined) return JSON.stringify(field.const);
  const several = branchesOf(field);
  if (several) return alternatives(several, ', or ');
  switch (field.type) {
    case 'integer':
      return `a whole number${rangeOf(field)}`;
    case 'number':
      return `a number${rangeOf(field)}`;
    case 'boolean':
      return 'true or false';
    case 'null':
      return 'null';
    case 'string':
      return field.format === 'uri' ? 'an address such as https://api.example.com/v1' : 'a text';
    case 'array':
      return field.items ? `a list, each item ${ofEach(field.items)}` : 'a list';
    case 'object':
      if (field.properties) return `an object with the fields ${Object.keys(field.properties).join(', ')}`;
      // One of whose fields nothing is said takes anything.
      return typeof field.additionalProperties === 'object' &&
        Object.keys(field.additionalProperties).length > 0
        ? `an object, each field ${ofEach(field.additionalProperties)}`
        : 'an object';
    case undefined:
    default:
      return 'something else';
  }
}

function ofEach(field: FieldSchema): string {
  const several = branchesOf(field);
  return several ? alternatives(several, ' or ') : expectation(field);
}

/** What a field may be one of; undefined where it may be one thing only. */
function branchesOf({ anyOf, type, ...rest }: FieldSchema): readonly FieldSchema[] | undefined {
  return anyOf ?? (typeof type === 'object' ? type.map((one) => ({ ...rest, type: one })) : undefined);
}

/** Objects come after what is plain, and lists last: what is said of their items or fields would else run on into the next alternative. */
function alternatives(fields: readonly FieldSchema[], or: string): string {
  const isLong = ({ type }: FieldSchema): number => Number(type === 'object') + 2 * Number(type === 'array');
  return [...fields]
    .sort((a, b) => isLong(a) - isLong(b))
    .map(expectation)
    .join(or);
}

/** zod gives every whole number the bounds of safe integers; only those that the schema's author wrote are worth saying. */
function rangeOf(field: FieldSchema): string {
  const min = (field.minimum ?? -Infinity) > Number.MIN_SAFE_INTEGER ? field.minimum : undefined;
  const max = (field.maximum ?? Infinity) < Number.MAX_SAFE_INTEGER ? field.maximum : undefined;
  const above = field.exclusiveMinimum;
  if (above !== undefined) return ` above ${above}${max === undefined ? '' : `, up to ${max}`}`;
  if (min !== undefined) return max === undefined ? ` of at least ${min}` : ` from ${min} to ${max}`;
  return max === undefined ? '' : ` of at most ${max}`;
}
