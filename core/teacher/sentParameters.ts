import type { Endpoint } from './endpoint';
import { familyOf } from './families/registry';
import type { Lessons } from './lessons';
import { presetOf } from './presets/registry';
import type { TeacherRequest } from './request';
import { samplingNames, type SamplingName, type StructuredOutput, type Taking } from './wireTraits';

/** What decides how a request goes out: the endpoint's own words, its preset, the model's family. */
type Takes = Pick<Endpoint, 'preset' | 'omit' | 'structuredOutput'>;

/**
 * The parameters of a request as they go on the wire, in the names that its endpoint takes. What was asked for, and with it the key of
 * the purchase, stays what it is.
 */
export function sentParameters(
  { prompt, parameters, schema, model }: TeacherRequest,
  endpoint: Takes,
  lessons: Lessons,
): Readonly<Record<string, unknown>> {
  const takingOf = (name: SamplingName): Exclude<Taking, 'omit'> | undefined => {
    const taking = howTaken(name, model, endpoint, lessons);
    return taking === 'omit' || parameters[name] === undefined ? undefined : taking;
  };
  const sent = samplingNames.flatMap((name): [string, unknown][] => {
    const taking = takingOf(name);
    if (!taking || (taking.unless !== undefined && takingOf(taking.unless))) return [];
    const value = valueOf(parameters[name], taking);
    // /completions has never had another name for anything.
    return value === undefined ? [] : [[(prompt.kind === 'chat' && taking.as) || name, value]];
  });
  const form = (lessons.response_format as StructuredOutput | undefined) ?? endpoint.structuredOutput;
  if (schema && prompt.kind === 'chat' && form !== 'none') {
    sent.push([
      'response_format',
      form === 'json_object'
        ? { type: 'json_object' }
        : { type: 'json_schema', json_schema: { ...schema, strict: true } },
    ]);
  }
  return Object.fromEntries(sent);
}

function howTaken(name: SamplingName, model: string, { preset, omit }: Takes, lessons: Lessons): Taking {
  if (omit.includes(name) || lessons[name] === 'omit') return 'omit';
  const ofPreset = presetOf(preset).parameters[name] ?? {};
  const ofFamily = familyOf(model)?.parameters[name] ?? {};
  if (ofPreset === 'omit' || ofFamily === 'omit') return 'omit';
  const as = lessons[name];
  return { ...ofPreset, ...ofFamily, ...(as !== undefined && { as }) };
}

/** Within what is taken; undefined where nothing is left. */
function valueOf(value: unknown, { min, max, most, notBlank }: Exclude<Taking, 'omit'>): unknown {
  if (typeof value === 'number') return Math.max(min ?? -Infinity, Math.min(max ?? Infinity, value));
  if (!Array.isArray(value)) return value;
  const stops = (value as string[]).filter((stop) => !notBlank || stop.trim() !== '').slice(0, most);
  return stops.length === 0 ? undefined : stops;
}

/** Whether a model thinks before it answers: as its endpoint says, else as its family does. */
export function thinks(model: string, said: boolean | undefined): boolean {
  return said ?? familyOf(model)?.thinking !== undefined;
}
