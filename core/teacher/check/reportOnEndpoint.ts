import { closestName } from '../../foundations/text/closestName';
import { secretVariables, type Endpoint } from '../endpoint';
import { describeLesson, type Lesson } from '../lessons';
import { familyOf } from '../families/registry';
import type { TeacherFailure } from '../failure';
import { samplingNames, type SamplingName, type StructuredOutput } from '../wireTraits';
import type { EndpointFindings, Finding } from './findings';

/** What was looked at. */
export const checks = [
  'address',
  'key',
  'models',
  'chat',
  'parameters',
  'structured output',
  'completions',
  'log-probabilities',
  'embeddings',
  'thinking',
  'limits',
] as const;
export type Check = (typeof checks)[number];

/** `yes`: it has it. `no`: it has not, and that is no fault. `problem`: to be mended. */
export interface CheckResult {
  readonly check: Check;
  readonly state: 'yes' | 'no' | 'problem';
  readonly detail: string;
}

export interface EndpointProblem {
  /** What happened, to what, and how to mend it. */
  readonly message: string;
  /** `key`: somebody has to give a key, or its permission. */
  readonly about?: 'key';
}

/** Fields of an endpoint in the configuration. */
export type EndpointFields = Readonly<
  Partial<
    Pick<Endpoint, 'model' | 'structuredOutput' | 'completions' | 'thinks'> & {
      omit: readonly SamplingName[];
    }
  >
>;

export interface EndpointReport {
  /** Whether runs can ask it. */
  readonly usable: boolean;
  readonly results: readonly CheckResult[];
  readonly problems: readonly EndpointProblem[];
  /** What follows for its entry in the configuration: fields to add, or to write otherwise. */
  readonly fields: EndpointFields;
}

/** What an endpoint's answers mean for whoever configures it. */
export function reportOnEndpoint(
  endpointName: string,
  endpoint: Endpoint,
  findings: EndpointFindings,
): EndpointReport {
  const { chat, completions } = findings;
  const asked = [chat, completions].filter((finding) => finding !== undefined);
  const usable = asked.some(({ ok }) => ok) && (chat?.ok === true || endpoint.completions || endpoint.small);
  const results = [
    ...addressResult(endpoint, findings),
    ...keyResult(endpoint, findings),
    ...modelsResult(findings),
    ...(chat ? chatResult(chat) : []),
    ...(chat?.ok ? [parametersResult(chat.shown.sent, findings)] : []),
    ...structuredResult(findings),
    ...(completions ? [completionsResult(completions, endpoint)] : []),
    ...logProbabilitiesResult(findings),
    ...embeddingsResult(findings),
    ...(chat?.ok ? [thinkingResult(chat.shown.thought)] : []),
    ...(chat?.ok ? [limitsResult(findings)] : []),
  ];
  return {
    usable,
    results,
    problems: problemsOf(endpointName, endpoint, findings, usable),
    fields: fieldsOf(endpoint, findings),
  };
}

function addressResult({ baseUrl }: Endpoint, findings: EndpointFindings): CheckResult[] {
  const all = answersOf(findings);
  if (all.every((each) => !each.ok && isUnasked(each.failure))) return [];
  const check = 'address';
  const { host } = new URL(baseUrl);
  const answered = all.some((each) => each.ok || each.failure.status !== undefined);
  if (answered) return [{ check, state: 'yes', detail: `${host} answers` }];
  return [{ check, state: 'problem', detail: `${host} gives no answer of such a service` }];
}

function keyResult(endpoint: Endpoint, findings: EndpointFindings): CheckResult[] {
  const check = 'key';
  const variables = secretVariables(endpoint);
  const all = answersOf(findings);
  const refused = all.find((each) => !each.ok && each.failure.about === 'key');
  const isTaken = findings.chat?.ok === true || findings.completions?.ok === true;
  const named = variables.join(', ');
  if (refused && !refused.ok && !isTaken) {
    const { failure } = refused;
    const detail = isUnasked(failure) ? `missing: ${named}` : variables.length === 0 ? 'wanted, and none is named' : `refused: ${named}`; // prettier-ignore
    return [{ check, state: 'problem', detail }];
  }
  if (variables.length === 0) return isTaken ? [{ check, state: 'no', detail: 'none is asked for' }] : [];
  return isTaken ? [{ check, state: 'yes', detail: `taken: ${named}` }] : [];
}

function answersOf({ models, chat, completions }: EndpointFindings): readonly Finding<unknown>[] {
  return [models, chat, completions].filter((each) => each !== undefined);
}

/** Whether nothing was sent, since a variable that should hold a secret is empty. */
function isUnasked({ about, status }: TeacherFailure): boolean {
  return about === 'key' && status === undefined;
}

function modelsResult({ models, model }: EndpointFindings): CheckResult[] {
  const check = 'models';
  if (!models.ok) {
    if (isUnasked(models.failure)) return [];
    const { status } = models.failure;
    const isOffered = !notOffered(models.failure);
    const detail = isOffered ? briefly(models.failure) : `not listed (HTTP ${status ?? '?'})`;
    return [{ check, state: 'no', detail }];
  }
  const { shown: names, milliseconds } = models;
  const listed = `${names.length === 1 ? '1 listed' : `${names.length} listed`} in ${milliseconds} ms`;
  if (model === undefined) return [{ check, state: 'no', detail: `${listed}; none is configured` }];
  if (names.includes(model)) return [{ check, state: 'yes', detail: `${listed}, ${model} among them` }];
  const near = closestTo(model, names);
  const detail = `${listed}, ${model} not among them${near === undefined ? '' : `; the closest is ${near}`}`;
  return [{ check, state: 'no', detail }];
}

/** The closest by letters, else one that has the name as a part: `gpt-4o` of `openai/gpt-4o`. */
export function closestTo(model: string, names: readonly string[]): string | undefined {
  const lower = model.toLowerCase();
  return closestName(model, names) ?? names.find((name) => name.toLowerCase().includes(lower));
}

function chatResult(chat: NonNullable<EndpointFindings['chat']>): CheckResult[] {
  const check = 'chat';
  if (chat.ok) return [{ check, state: 'yes', detail: `answers in ${chat.milliseconds} ms` }];
  return isUnasked(chat.failure) ? [] : [{ check, state: 'problem', detail: briefly(chat.failure) }];
}

function parametersResult(sent: readonly string[], { lessons }: EndpointFindings): CheckResult {
  const names = sent.filter((name) => name !== 'response_format');
  const refused = Object.keys(lessons).filter((name) => name !== 'response_format');
  const unsent = samplingNames.filter(
    (name) => !refused.includes(name) && !names.includes(name) && !(name === 'max_tokens' && hasBound(names)),
  );
  const detail = [
    names.length === 0 ? 'takes none' : `takes ${names.join(', ')}`,
    ...(refused.length === 0 ? [] : [`refused ${refused.join(', ')}`]),
    ...(unsent.length === 0 ? [] : [`never sent ${unsent.join(', ')}`]),
  ].join('; ');
  return { check: 'parameters', state: 'yes', detail };
}

const hasBound = (names: readonly string[]): boolean => names.includes('max_completion_tokens');

function structuredResult(findings: EndpointFindings): CheckResult[] {
  const { structured } = findings;
  if (!structured) return [];
  const check = 'structured output';
  const form = formOf(findings);
  if (!structured.ok) {
    const schema = `a schema ${briefly(structured.failure)}`;
    return form === 'none'
      ? [{ check, state: 'no', detail: schema }]
      : [{ check, state: 'yes', detail: `json_object: ${schema}` }];
  }
  const details: Readonly<Record<StructuredOutput, string>> = {
    json_schema: 'json_schema: follows a schema',
    json_object: structured.shown.form === 'json_schema' ? 'json_object: takes a schema, and does not follow it' : 'json_object: JSON of any shape', // prettier-ignore
    none: structured.shown.form === 'none' ? 'none: takes no response_format' : 'none: takes response_format, and writes what is no JSON', // prettier-ignore
  };
  return [{ check, state: form === 'none' ? 'no' : 'yes', detail: details[form] }];
}

/** The form in which JSON is best asked for. */
function formOf({ structured, json }: EndpointFindings): StructuredOutput {
  if (structured?.ok) {
    const { form, followsSchema, isJson } = structured.shown;
    if (form === 'json_schema' && followsSchema) return 'json_schema';
    if (form === 'json_object' && isJson) return 'json_object';
  }
  return json?.ok && json.shown.form === 'json_object' && json.shown.isJson ? 'json_object' : 'none';
}

function completionsResult(
  completions: NonNullable<EndpointFindings['completions']>,
  endpoint: Endpoint,
): CheckResult {
  const check = 'completions';
  if (completions.ok)
    return { check, state: 'yes', detail: `continues texts in ${completions.milliseconds} ms` };
  const state = endpoint.completions ? 'problem' : 'no';
  return {
    check,
    state,
    detail: notOffered(completions.failure) ? 'not offered' : briefly(completions.failure),
  };
}

function logProbabilitiesResult({ logProbabilities }: EndpointFindings): CheckResult[] {
  if (!logProbabilities) return [];
  const check = 'log-probabilities';
  if (logProbabilities.ok && logProbabilities.shown > 0)
    return [{ check, state: 'yes', detail: 'of an echoed prompt: it can tell fluency' }];
  return [{ check, state: 'no', detail: 'not of an echoed prompt' }];
}

function embeddingsResult({ embeddings }: EndpointFindings): CheckResult[] {
  if (!embeddings) return [];
  const check = 'embeddings';
  if (!embeddings.ok) return [{ check, state: 'problem', detail: briefly(embeddings.failure) }];
  return [
    {
      check,
      state: 'yes',
      detail: `vectors of ${embeddings.shown} numbers in ${embeddings.milliseconds} ms`,
    },
  ];
}

function thinkingResult(thought: 'none' | 'shown' | 'kept back'): CheckResult {
  const details = {
    none: 'none seen',
    shown: 'it thinks, and shows its thoughts: they are told from the answer',
    'kept back': 'it thinks, and keeps its thoughts back: their tokens are counted',
  };
  return { check: 'thinking', state: thought === 'none' ? 'no' : 'yes', detail: details[thought] };
}

function limitsResult({ limits }: EndpointFindings): CheckResult {
  const named = Object.entries(limits).map(([header, value]) => `${header}: ${value}`);
  if (named.length === 0) return { check: 'limits', state: 'no', detail: 'no header speaks of them' };
  return { check: 'limits', state: 'yes', detail: named.join(', ') };
}

function problemsOf(
  endpointName: string,
  endpoint: Endpoint,
  findings: EndpointFindings,
  usable: boolean,
): readonly EndpointProblem[] {
  const { models, model, chat, completions, embeddings } = findings;
  const problems: EndpointProblem[] = [];
  if (model === undefined) {
    const names = models.ok ? models.shown : [];
    const known = names.length === 0 ? '' : `: it lists ${shownNames(names)}`;
    problems.push(
      !models.ok && models.failure.about === 'key'
        ? problemOf(models.failure)
        : {
            message: `Endpoint "${endpointName}" has no model${known}. Write the one to ask as its "model" in seedbed.config.yaml.`,
          },
    );
  }
  if (chat && !chat.ok && !(usable && completions?.ok)) {
    const near = models.ok && model !== undefined && chat.failure.status === 404 ? closestTo(model, models.shown) : undefined; // prettier-ignore
    const { message, about } = problemOf(chat.failure);
    const meant = near === undefined ? '' : ` It lists "${near}": is that the one that is meant?`;
    problems.push({ message: message + meant, ...(about && { about }) });
    if (completions?.ok)
      problems.push({
        message: `Endpoint "${endpointName}" continues texts all the same. If its model is none for conversations, write completions: true.`,
      });
  }
  if (endpoint.completions && completions && !completions.ok) problems.push(problemOf(completions.failure));
  if (embeddings && !embeddings.ok) problems.push(problemOf(embeddings.failure));
  return problems;
}

const shownNames = (names: readonly string[]): string =>
  names.length <= 5 ? names.join(', ') : `${names.slice(0, 5).join(', ')} and ${names.length - 5} more`;

export function problemOf(failure: TeacherFailure): EndpointProblem {
  return { message: withoutRetry(failure.message), ...(failure.about && { about: failure.about }) };
}

/** Runs ask again; whoever checks does not. */
function withoutRetry(message: string): string {
  return message.replace(/ It is asked again(?:; [^.]*)?\.$/, '');
}

function briefly({ status, kind }: TeacherFailure): string {
  if (status !== undefined) return status >= 500 ? `failed (HTTP ${status})` : `refused (HTTP ${status})`;
  return kind === 'timeout' ? 'no answer in time' : 'no answer';
}

/** Whether a path is none of this service's. */
export function notOffered({ status }: TeacherFailure): boolean {
  return status === 404 || status === 405 || status === 501;
}

function fieldsOf(endpoint: Endpoint, findings: EndpointFindings): EndpointFields {
  const { models, model, chat, completions, structured, lessons } = findings;
  if (!chat?.ok) return !chat || !completions?.ok || endpoint.completions ? {} : { completions: true };
  const [only, ...others] = models.ok ? models.shown : [];
  const omit = samplingNames.filter((name) => lessons[name] === 'omit');
  const form = formOf(findings);
  const thinks = chat.shown.thought !== 'none';
  const family = familyOf(model ?? '');
  return {
    ...(endpoint.model === undefined && only !== undefined && others.length === 0 && { model: only }),
    ...(structured && form !== endpoint.structuredOutput && { structuredOutput: form }),
    ...(omit.length > 0 && {
      omit: [...endpoint.omit, ...omit.filter((name) => !endpoint.omit.includes(name))],
    }),
    ...(thinks && endpoint.thinks === undefined && family?.thinking === undefined && { thinks }),
  };
}

/** What refusals taught, in words. */
export function lessonWords(lessons: EndpointFindings['lessons']): string[] {
  return Object.entries(lessons).map(([parameter, taken]) => describeLesson({ parameter, taken } as Lesson));
}
