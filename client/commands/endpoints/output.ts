import { z } from 'zod';
import { checks } from '../../../core/teacher/check/reportOnEndpoint';
import { presetNames } from '../../../core/teacher/presets/registry';
import { samplingNames, structuredOutputs } from '../../../core/teacher/wireTraits';
import { count, exitCode } from '../../terminal/outputValues';

const listed = z.strictObject({
  endpoint: z.string(),
  preset: z.enum(presetNames).nullable().describe('Null for a model in a file.'),
  host: z.string().nullable().describe('Host and port; null where nobody serves the file now.'),
  file: z.string().nullable().describe('The model in a file that it is, where it is one.'),
  model: z.string().nullable(),
  key: z
    .enum(['set', 'missing', 'none'])
    .describe('Whether the environment has what it names; none: it names nothing.'),
  missing: z.array(z.string()).describe('Environment variables that it names and that are empty.'),
  traits: z.strictObject({
    structuredOutput: z.enum(structuredOutputs),
    completions: z.boolean(),
    small: z.boolean(),
    thinks: z.boolean(),
    omit: z.array(z.enum(samplingNames)).readonly(),
  }),
});

const problem = z.strictObject({ message: z.string(), about: z.literal('key').nullable() });

const checked = z.strictObject({
  endpoint: z.string(),
  host: z.string().nullable(),
  model: z.string().nullable().describe('The one that was asked; null where none was.'),
  usable: z.boolean(),
  results: z.array(
    z.strictObject({
      check: z.enum(checks),
      state: z
        .enum(['yes', 'no', 'problem'])
        .describe('yes: it has it. no: it has not, and that is no fault. problem: to be mended.'),
      detail: z.string(),
    }),
  ),
  problems: z.array(problem),
  learned: z.array(z.string()).describe('What refusals taught. Runs learn it by themselves.'),
  fields: z
    .strictObject({
      model: z.string(),
      structuredOutput: z.enum(structuredOutputs),
      completions: z.boolean(),
      thinks: z.boolean(),
      omit: z.array(z.enum(samplingNames)).readonly(),
    })
    .partial()
    .describe('What follows for its entry in seedbed.config.yaml.'),
  requests: count,
  promptTokens: count,
  completionTokens: count,
  costUsd: z.number().nullable().describe('Null where its prices are not known.'),
});

/** What `seedbed endpoints` and `endpoints check` print with --json. */
export const endpointsOutput = z.union([
  z.strictObject({
    endpoints: z.array(listed),
    default: z.string().nullable().describe('The one that recipes mean which name none.'),
  }),
  z.strictObject({ checked: z.array(checked), exitCode }),
]);

export type ListedEndpoint = z.output<typeof listed>;
export type CheckedEndpoint = z.output<typeof checked>;
