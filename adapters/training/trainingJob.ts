import { z } from 'zod';
import type { PromptedResponse } from '../../core/run/worth/trainingPair';

/** A model trained on some pairs; on none, it is measured as it is. */
export interface Training {
  readonly seed: number;
  /** In the order in which they are learned from, over and over until there were enough tokens. */
  readonly pairs: readonly PromptedResponse[];
}

/** What `train.py` is told, in one file. */
export interface TrainingJob {
  /** A GGUF file, or a folder as transformers writes it. */
  readonly model: string;
  readonly device: 'auto' | 'cpu' | 'cuda' | 'mps';
  readonly precision: 'auto' | 'bf16' | 'fp32';
  /** Of a processor; null leaves it to torch. */
  readonly threads: number | null;
  /** Of a prompt and its response; what is longer is cut. */
  readonly maxTokens: number;
  /** 0 trains nothing. */
  readonly steps: number;
  /** Of responses: prompts are read, and not learned. */
  readonly tokensPerStep: number;
  readonly learningRate: number;
  readonly heldOut: readonly PromptedResponse[];
  readonly questions: readonly string[];
  /** Most tokens of an answer to a question. */
  readonly newTokens: number;
  readonly trainings: readonly Training[];
}

/** What comes of one training. */
export const trainedSchema = z.object({
  /** Tokens of responses, and of all that was read. */
  learned: z.int().min(0),
  read: z.int().min(0),
  losses: z.array(z.tuple([z.number(), z.int().min(0)])),
  answers: z.array(z.string()),
  trainedSeconds: z.number().min(0),
  measuredSeconds: z.number().min(0),
  /** Of all threads of a processor; left out where an earlier version measured. */
  processorSeconds: z.number().min(0).optional(),
});
export type Trained = z.infer<typeof trainedSchema>;

/** What `train.py` says, one object a line. Other lines are a library's, and nobody's business. */
export const trainingEventSchema = z.discriminatedUnion('event', [
  z.object({
    event: z.literal('loaded'),
    device: z.string(),
    precision: z.string(),
    parameters: z.int(),
  }),
  z.object({
    event: z.literal('step'),
    training: z.int().min(0),
    step: z.int(),
    steps: z.int(),
    loss: z.number(),
  }),
  z.object({ event: z.literal('measured'), training: z.int().min(0) }).extend(trainedSchema.shape),
  z.object({
    event: z.literal('failed'),
    /** `lacks`: a package; `memory`: of the graphics processor; `model`: it can't be loaded, or not trained. */
    reason: z.enum(['lacks', 'memory', 'model']),
    detail: z.string(),
  }),
]);
export type TrainingEvent = z.infer<typeof trainingEventSchema>;
