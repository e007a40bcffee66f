import { performance } from 'node:perf_hooks';
import { priceOf } from '../../../adapters/prices/priceInForce';
import { createTeacher, TeacherError } from '../../../adapters/teacher';
import { readPromptFiles } from '../../../adapters/workspace/loadPrompts';
import { dollarsOf } from '../../../core/foundations/picodollars';
import { UserError } from '../../../core/foundations/userError';
import { promptReference } from '../../../core/recipe/prompts/promptSet';
import type { PromptSample } from '../../../core/run/promptTrial/samplePrompt';
import { callKey } from '../../../core/teacher/callKey';
import type { Endpoint } from '../../../core/teacher/endpoint';
import { costOf } from '../../../core/teacher/pricing/price';
import type { TeacherAnswer } from '../../../core/teacher/request';
import type { Surroundings } from '../../terminal/surroundings';
import { exitCodes } from '../../terminal/exitCodes';
import { withSamples, type SampleRequest } from './samplePrompts';
import { find, type NamedPrompt } from './showPrompts';
import { triedView, type TriedSample } from './triedView';

/** `seedbed prompt try`: one question to the teacher for each example, kept nowhere. Returns the exit code. */
export async function tryPrompt(
  request: NamedPrompt & SampleRequest,
  surroundings: Surroundings,
): Promise<number> {
  const { terminal, workspace, interruption } = surroundings;
  const file = find(await readPromptFiles(workspace), request.name, request.version);
  const reference = promptReference(file);
  try {
    await withSamples(file, request, true, surroundings, async ({ samples, configuration }) => {
      const [first] = samples;
      if (!first) return;
      const { endpoint: endpointName, model } = first.request;
      const endpoint = configuration.endpoints[endpointName];
      if (!endpoint)
        throw new Error(`The setup names the endpoint ${endpointName}, which the configuration lacks.`);
      terminal.note(`${reference} to ${model} at ${endpointName}; nothing is added to any run.`);
      const tried: TriedSample[] = [];
      for (const sample of samples) {
        const one = await ask(sample, endpoint, interruption.signal);
        tried.push(one);
        if (!terminal.options.json)
          terminal.print(
            triedView(one, tried.length, terminal.outColors, Math.min(100, terminal.outColumns ?? 100)),
          );
      }
      if (terminal.options.json)
        terminal.printJson({ reference, endpoint: endpointName, model, samples: tried });
    });
  } catch (error) {
    if (interruption.signal.aborted) return exitCodes.interrupted;
    throw error;
  } finally {
    interruption.end();
  }
  return exitCodes.done;
}

async function ask(
  { about, request, read }: PromptSample,
  endpoint: Endpoint,
  signal: AbortSignal,
): Promise<TriedSample> {
  const teacher = createTeacher(request.endpoint, endpoint, process.env);
  const began = performance.now();
  let answer: TeacherAnswer;
  try {
    answer = await teacher.send(request, { signal, callKey: callKey(request) });
  } catch (error) {
    if (!(error instanceof TeacherError) || signal.aborted) throw error;
    const { about, message } = error.failure;
    const exitCode = about === 'key' ? exitCodes.keyOrPermission : exitCodes.failed;
    throw new UserError(message.replace(/ It is asked again\.$/, ''), {
      exitCode,
      mend: 'seedbed doctor',
      cause: error,
    });
  }
  const cost = costOf(answer, priceOf(request.endpoint, endpoint, request.model, new Date()));
  const reading = answer.refusal === undefined ? read(answer) : { unreadable: 'the teacher refused' };
  return {
    about: about && { instruction: about.instruction, input: about.input, response: about.response },
    prompt: request.prompt,
    answer: answer.refusal ?? answer.text,
    parsed: 'parsed' in reading ? reading.parsed : null,
    unreadable: 'unreadable' in reading ? reading.unreadable : null,
    promptTokens: answer.promptTokens,
    completionTokens: answer.completionTokens,
    costUsd: cost === undefined ? null : dollarsOf(cost),
    milliseconds: Math.round(performance.now() - began),
  };
}
