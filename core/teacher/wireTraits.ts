import type { SamplingParameters } from './request';

/** The sampling parameters that a request may ask for, the one that matters least first: where one of several has to go, it goes. */
export const samplingNames = [
  'presence_penalty',
  'frequency_penalty',
  'top_p',
  'stop',
  'temperature',
  'max_tokens',
] as const satisfies readonly (keyof SamplingParameters)[];
export type SamplingName = (typeof samplingNames)[number];

/** How an answer in JSON is asked for: by its schema, as JSON of whatever shape, or in the prompt's words alone. */
export const structuredOutputs = ['json_schema', 'json_object', 'none'] as const;
export type StructuredOutput = (typeof structuredOutputs)[number];

/** How an endpoint takes one of our parameters; `omit`: not at all. */
export type Taking =
  | 'omit'
  | {
      /** Its name on the wire, in conversations. */
      readonly as?: string;
      /** What it asks beyond these is brought to them. */
      readonly min?: number;
      readonly max?: number;
      /** At most so many stop sequences: the first ones. */
      readonly most?: number;
      /** Whether a stop sequence of white space alone is refused. */
      readonly notBlank?: boolean;
      /** Left out where this other one is sent. */
      readonly unless?: SamplingName;
    };

/** How parameters are taken; those that are not named go as they are. */
export type ParameterTraits = Readonly<Partial<Record<SamplingName, Taking>>>;

/** Of what time the limits are that a service's headers state, where their names don't say. */
export interface LimitWindows {
  readonly requests?: 'second' | 'minute' | 'day';
  readonly tokens?: 'second' | 'minute';
}
