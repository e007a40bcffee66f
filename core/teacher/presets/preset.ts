import type { BatchInterface } from '../batch/batchInterface';
import type { LimitWindows, ParameterTraits, StructuredOutput } from '../wireTraits';

/** What is known of a kind of service: defaults of an endpoint, and how it takes what is asked. */
export interface Preset {
  /** For people. */
  readonly title: string;
  /** Where it is, unless the endpoint says; absent where everybody has an address of their own. */
  readonly baseUrl?: string;
  /** Hosts that are certainly this service; one that begins with a dot stands for all below it. */
  readonly hosts: readonly string[];
  /** The variable that holds the key, unless the endpoint says. */
  readonly apiKeyEnv?: string;
  /** The header that carries the key, where it is not Authorization. */
  readonly keyHeader?: string;
  readonly structuredOutput: StructuredOutput;
  /** Whether there is a /completions. Nothing is asked there unless the endpoint says so: most models of today are tuned to converse. */
  readonly offersCompletions: boolean;
  readonly parameters: ParameterTraits;
  readonly limitWindows?: LimitWindows;
  /** The seller that lists of prices know it as. Absent: its models cost what whoever runs it says. */
  readonly seller?: string;
  /** Which interface it has for batches; none where left out. */
  readonly batch?: BatchInterface;
  /** What its batch interface charges of its prices: 0.5 is half. */
  readonly batchShare?: number;
  /** What it charges of the rate of tokens from the cache then, where that is another share. */
  readonly batchShareOfCached?: number;
  /** Whether a request that it refuses may be charged all the same. */
  readonly chargesRefusals?: boolean;
}
