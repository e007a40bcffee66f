import { priceOf } from '../../../adapters/prices/priceInForce';
import { mostProbes, mostProbeTokens, probeEndpoint } from '../../../adapters/teacher';
import type { Configuration } from '../../../adapters/workspace/configuration';
import { dollarsOf, sumOfPicodollars } from '../../../core/foundations/picodollars';
import { UserError } from '../../../core/foundations/userError';
import { lessonWords, reportOnEndpoint } from '../../../core/teacher/check/reportOnEndpoint';
import type { Endpoint } from '../../../core/teacher/endpoint';
import { mostCostOf } from '../../../core/teacher/pricing/price';
import { nameOfServed, type ServedModel } from '../../../core/teacher/servedModel';
import type { Surroundings } from '../../terminal/surroundings';
import { exitCodes } from '../../terminal/exitCodes';
import { dollars } from '../../view/money';
import { checkView, configurationLines } from './checkView';
import { knownEndpoints } from './knownEndpoints';
import type { CheckedEndpoint } from './output';

export interface CheckRequest {
  /** Left out: all of them. */
  readonly name: string | undefined;
  readonly model?: string;
}

/** Tokens of a question, with what a chat template adds. */
const questionTokens = 80;

/** `seedbed endpoints check`: asks endpoints tiny questions; no run hears of it. Returns the exit code. */
export async function checkEndpoints(request: CheckRequest, surroundings: Surroundings): Promise<number> {
  const { terminal, workspace, interruption } = surroundings;
  const configuration = await knownEndpoints(workspace);
  const names = chooseNames(request.name, configuration);
  const asked = names.flatMap((name) => {
    const endpoint = configuration.endpoints[name];
    return endpoint ? [{ name, endpoint }] : [];
  });
  if (asked.length > 0) terminal.note(announcement(asked, request.model));
  const checked: CheckedEndpoint[] = [];
  try {
    for (const name of names) {
      const one = await check(name, request, configuration, interruption.signal);
      checked.push(one);
      if (!terminal.options.json) terminal.print([...checkView(one, terminal.outColors), '']);
    }
  } catch (error) {
    if (interruption.signal.aborted) return exitCodes.interrupted;
    throw error;
  } finally {
    interruption.end();
  }
  const exitCode = exitCodeFor(checked);
  if (terminal.options.json) terminal.printJson({ checked, exitCode });
  else terminal.print(configurationLines(checked));
  return exitCode;
}

function chooseNames(wanted: string | undefined, { endpoints, models }: Configuration): readonly string[] {
  const known = [...new Set([...Object.keys(endpoints), ...Object.keys(models)])];
  if (wanted !== undefined && known.includes(wanted)) return [wanted];
  if (wanted === undefined && known.length > 0) return known;
  const mend = 'The local model is one while it is up: seedbed up. Others are named in seedbed.config.yaml.';
  if (wanted === undefined) throw new UserError('There is no endpoint to check.', { mend });
  throw new UserError(`There is no endpoint "${wanted}"; there are ${known.join(', ') || 'none'}.`, { mend });
}

async function check(
  name: string,
  { model }: CheckRequest,
  { endpoints, models, embeddings }: Configuration,
  signal: AbortSignal,
): Promise<CheckedEndpoint> {
  const endpoint = Object.hasOwn(endpoints, name) ? endpoints[name] : undefined;
  const file = Object.hasOwn(models, name) ? models[name] : undefined;
  if (!endpoint) return notUp(name, file);
  const { findings, costUsd, ...spent } = await probeEndpoint(name, endpoint, process.env, {
    ...(model !== undefined && { model }),
    ...(embeddings?.endpoint === name && { embeddingModel: embeddings.model }),
    signal,
  });
  const { usable, results, problems, fields } = reportOnEndpoint(name, endpoint, findings);
  return {
    endpoint: name,
    host: new URL(endpoint.baseUrl).host,
    model: findings.model ?? null,
    usable,
    results: [...results],
    problems: problems.map(({ message, about = null }) => ({ message, about })),
    learned: lessonWords(findings.lessons),
    fields,
    ...spent,
    costUsd: costUsd ?? null,
  };
}

function notUp(name: string, file: ServedModel | undefined): CheckedEndpoint {
  return {
    endpoint: name,
    host: null,
    model: file ? nameOfServed(file) : null,
    usable: false,
    results: [],
    problems: [
      {
        message: `Endpoint "${name}" is the model in ${file?.gguf ?? 'a file'}, and nobody serves it now. Start it: seedbed up`,
        about: null,
      },
    ],
    learned: [],
    fields: {},
    requests: 0,
    promptTokens: 0,
    completionTokens: 0,
    costUsd: null,
  };
}

/** What will be asked at most, before anything is. */
function announcement(
  asked: readonly { readonly name: string; readonly endpoint: Endpoint }[],
  wanted: string | undefined,
): string {
  const costs = asked.map(({ name, endpoint }) => {
    const model = wanted ?? endpoint.model;
    const price = model === undefined ? undefined : priceOf(name, endpoint, model, new Date());
    return mostCostOf(mostProbes * questionTokens, mostProbes * mostProbeTokens, price);
  });
  const known = costs.filter((cost) => cost !== undefined);
  const cost =
    known.length === costs.length ? `, about ${dollars(dollarsOf(sumOfPicodollars(known)))} at most` : '';
  const each = asked.length === 1 ? '' : ' of each';
  return `Asking ${mostProbes} tiny questions${each} at most, ${mostProbeTokens} tokens an answer beside what a model thinks${cost}. What is refused is asked again without it, which costs nothing.`;
}

function exitCodeFor(checked: readonly CheckedEndpoint[]): number {
  const problems = checked.flatMap((one) => one.problems);
  if (problems.some(({ about }) => about === 'key')) return exitCodes.keyOrPermission;
  return problems.length > 0 || checked.some(({ usable }) => !usable)
    ? exitCodes.waitingForPerson
    : exitCodes.done;
}
