import { readPromptFiles } from '../../../adapters/workspace/loadPrompts';
import { promptReference } from '../../../core/recipe/prompts/promptSet';
import type { Surroundings } from '../../terminal/surroundings';
import { exitCodes } from '../../terminal/exitCodes';
import { withSamples, type SampleRequest } from './samplePrompts';
import { find, type NamedPrompt } from './showPrompts';
import { renderedView } from './promptView';

/** `seedbed prompt show` with a recipe or a run: what the teacher would read about real examples. Returns the exit code. */
export async function renderSamples(
  request: NamedPrompt & SampleRequest,
  surroundings: Surroundings,
): Promise<number> {
  const { terminal, workspace, interruption } = surroundings;
  interruption.end(); // it only reads: there is nothing to leave behind
  const file = find(await readPromptFiles(workspace), request.name, request.version);
  const prompts = await withSamples(file, request, false, surroundings, ({ samples }) =>
    Promise.resolve(samples.map((sample) => sample.request.prompt)),
  );
  if (terminal.options.json) terminal.printJson({ reference: promptReference(file), prompts });
  else for (const prompt of prompts) terminal.print(renderedView(prompt, terminal.outColors));
  return exitCodes.done;
}
