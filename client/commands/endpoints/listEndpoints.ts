import { secretVariables, type Endpoint } from '../../../core/teacher/endpoint';
import { thinks } from '../../../core/teacher/sentParameters';
import { nameOfServed, type ServedModel } from '../../../core/teacher/servedModel';
import type { Surroundings } from '../../terminal/surroundings';
import { exitCodes } from '../../terminal/exitCodes';
import { endpointTable } from './endpointTable';
import { knownEndpoints } from './knownEndpoints';
import type { ListedEndpoint } from './output';

/** `seedbed endpoints`: what the configuration and the environment say; asks nobody. Returns the exit code. */
export async function listEndpoints({ terminal, workspace, interruption }: Surroundings): Promise<number> {
  interruption.end();
  const { endpoints, models, defaultEndpoint } = await knownEndpoints(workspace);
  const unserved = Object.entries(models).filter(([name]) => !Object.hasOwn(endpoints, name));
  const listed = [
    ...Object.entries(endpoints).map(([name, endpoint]) => listedOf(name, endpoint, models[name])),
    ...unserved.map(([name, model]) => listedFile(name, model)),
  ];
  if (terminal.options.json) terminal.printJson({ endpoints: listed, default: defaultEndpoint ?? null });
  else if (listed.length > 0) terminal.print(endpointTable(listed, defaultEndpoint, terminal.outColors));
  else
    terminal.note(
      'There is no endpoint: runs ask the local model, which is started for them. Name one in seedbed.config.yaml, or set OPENAI_API_KEY.',
    );
  return exitCodes.done;
}

function listedOf(name: string, endpoint: Endpoint, file: ServedModel | undefined): ListedEndpoint {
  const variables = secretVariables(endpoint);
  const missing = variables.filter((variable) => !process.env[variable]?.trim());
  const { baseUrl, model, structuredOutput, completions, small, omit } = endpoint;
  return {
    endpoint: name,
    preset: file ? null : endpoint.preset,
    host: new URL(baseUrl).host,
    file: file?.gguf ?? null,
    model: model ?? null,
    key: variables.length === 0 ? 'none' : missing.length === 0 ? 'set' : 'missing',
    missing,
    traits: { structuredOutput, completions, small, thinks: thinks(model ?? '', endpoint.thinks), omit },
  };
}

function listedFile(name: string, served: ServedModel): ListedEndpoint {
  const model = nameOfServed(served);
  const { completions, small } = served;
  return {
    endpoint: name,
    preset: null,
    host: null,
    file: served.gguf,
    model,
    key: 'none',
    missing: [],
    traits: { structuredOutput: 'none', completions, small, thinks: thinks(model, served.thinks), omit: [] },
  };
}
