/** Kinds of batch interfaces: OpenAI's files and batches, which others copy, and Anthropic's message batches. */
export const batchInterfaces = ['openai', 'anthropic', 'none'] as const;
export type BatchInterface = (typeof batchInterfaces)[number];

/** Most that one batch may hold. */
export interface BatchLimits {
  readonly requests: number;
  readonly bytes: number;
}

/**
 * The least of what those who have the interface take, so that no service needs limits of its own. OpenAI takes 50,000 requests
 * in 200 MB, others that copy it take 100 MB. Anthropic takes 100,000 in 256 MB. Some room is left for what is around the lines.
 *
 * Sources (read 2026-11): the `input_file_id` of OpenAI's batches in the types of its client; https://www.together.ai/blog/batch-api;
 * https://docs.claude.com/en/api/creating-message-batches.
 */
export const batchLimits: Readonly<Record<Exclude<BatchInterface, 'none'>, BatchLimits>> = {
  openai: { requests: 50_000, bytes: 90_000_000 },
  anthropic: { requests: 100_000, bytes: 240_000_000 },
};

/** One request of a batch as it is written into its input. */
export interface BatchLine {
  /** The call key: 64 hexadecimal digits, which is what the strictest of them (Anthropic's `^[a-zA-Z0-9_-]{1,64}$`) still takes. */
  readonly customId: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/** A batch as the provider knows it. */
export interface BatchSeen {
  readonly id: string;
  /** `ended`: nothing more will come; what did is in its files. `refused`: it was not begun, and `problem` says why. */
  readonly state: 'running' | 'ended' | 'refused';
  /** What to download, in the provider's words. */
  readonly files: readonly string[];
  readonly problem?: { readonly code: string; readonly message: string };
}

/** What came for one request of a batch. Those of which nothing is said were not answered, and cost nothing. */
export type BatchResult =
  /** `body`: as a response with status 200 to the same question, asked online, would carry it. */
  | {
      readonly kind: 'answered';
      readonly customId: string;
      readonly body: string;
      readonly requestId: string;
    }
  | {
      readonly kind: 'refused';
      readonly customId: string;
      readonly status: number;
      readonly error: Readonly<Record<string, unknown>>;
    }
  /** The batch ended before its turn came. */
  | { readonly kind: 'unasked'; readonly customId: string };
