import { z } from 'zod';
import { sampling, share, weightedTexts } from './fields';

export const selfInstructSection = z
  .strictObject({
    form: z
      .enum(['auto', 'paper', 'together'])
      .default('auto')
      .describe(
        'paper: a list to continue, then classify, instances, response, a call each. together: input and response in one completion. auto: by the endpoint; chat models are asked for tasks as JSON.',
      ),
    bring: z
      .enum(['instructions', 'pairs'])
      .default('instructions')
      .describe(
        'What a proposal call brings: instructions alone, or each with its input and response. Pairs need a model that follows a JSON schema.',
      ),
    guidance: z
      .array(z.string().min(1))
      .default([])
      .describe('Sentences for the teacher about what you want, in every proposal prompt.'),
    attributes: z
      .record(z.string().min(1), weightedTexts)
      .default({})
      .describe(
        'What else is drawn for each proposal prompt by weight, and asked of its tasks: {"language": ["English", "German"], "length": [...], "tone": [...]}. Names and values are read by the teacher as they stand.',
      ),
    personas: z
      .strictObject({
        share: share.default(1).describe('Share of prompts in which the teacher adopts one.'),
        file: z
          .string()
          .min(1)
          .optional()
          .describe('File inside the workspace, one persona a line. Left out, and without a list: ours.'),
        list: z.array(z.string().min(1)).min(1).optional().describe('Personas written here.'),
      })
      .optional()
      .describe('Who the teacher puts itself into the place of. Left out: nobody.'),
    refine: z
      .strictObject({
        proposals: z.boolean().default(false).describe('Critique and rewrite the proposals.'),
        responses: z.boolean().default(false).describe('Critique and rewrite the responses.'),
        rounds: z
          .int()
          .min(1)
          .max(5)
          .default(1)
          .describe('Most rounds of it; it ends early where a critique finds nothing.'),
      })
      .prefault({})
      .describe(
        'Draft, critique, rewrite. A round costs a call more, or two where something is to be rewritten.',
      ),
    fewShot: z
      .strictObject({
        examples: z.int().min(1).max(32).default(8).describe('Examples in a proposal prompt.'),
        fromPool: z
          .int()
          .min(0)
          .max(32)
          .default(2)
          .describe('How many of them, at most, are accepted pairs.'),
        policy: z
          .enum(['auto', 'random', 'diverse', 'bestJudged', 'cell'])
          .default('auto')
          .describe(
            'How they are chosen. random: uniformly, as in the paper. diverse: unlike each other, by maximal marginal relevance on embeddings. bestJudged: accepted pairs from the best judged quarter. cell: from the cell that is asked for, then from those nearest to it. auto: cell where a prompt asks for one, else random.',
          ),
        templates: z
          .boolean()
          .default(false)
          .describe('Whether pairs made from templates may serve as examples.'),
      })
      .prefault({})
      .refine((fewShot) => fewShot.fromPool <= fewShot.examples, {
        message: 'must not be more than "examples"',
        path: ['fromPool'],
      })
      .describe('The numbered examples of a proposal prompt.'),
    lastItem: z
      .int()
      .min(2)
      .max(64)
      .default(16)
      .describe('Number of the last item that a proposal answer may reach.'),
    propose: sampling
      .prefault({})
      .describe(
        'Sampling of proposals. Defaults: temperature 0.7, topP 0.5, presencePenalty 2, maxTokens 1024; for prompts that are answered with JSON temperature 1 and maxTokens 4096.',
      ),
    respond: sampling
      .prefault({})
      .describe(
        'Sampling of responses. Defaults: temperature 0, or 0.7 where respond.samples asks for several; maxTokens 1024.',
      ),
    instances: z.int().min(1).max(20).default(5).describe('Most instances (input and response) of one task.'),
  })
  .prefault({})
  .describe('Self-Instruct (Wang et al. 2022, arXiv 2212.10560), with the parameters of its released code.');
