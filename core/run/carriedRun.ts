import { z } from 'zod';
import { budgetSection } from '../recipe/sections/budget';
import { collapseSection } from '../recipe/sections/collapse';
import { readOwn, type Own } from '../vocabulary/readOwn';
import { candidateStates, type Funnel } from '../vocabulary/funnel';
import { aboutPauses, causesOfPause } from './pause';
import type { CarriedRun } from './runProgress';

const count = z.int().min(0);

const funnel = z.object({
  proposed: count,
  ...Object.fromEntries(candidateStates.map((state) => [state, count.default(0)])),
}) as unknown as z.ZodType<Funnel>;

const share = z.number().nullable();
const health = z.object({
  proposals: count,
  novel: z.number(),
  distinct1: share,
  distinct2: share,
  verbObjectEntropy: share,
  nearestSimilarity: share,
  responseDistinct1: share,
  responseDistinct2: share,
  commonOpening: share,
});

/** What an earlier version did not carry has the value that it went by. */
const carriedRun: z.ZodType<CarriedRun> = z.object({
  prepared: z.object({
    runKey: z.string().min(1),
    runTag: z.string().optional(),
    target: count,
    isTargetChanged: z.boolean().optional(),
    iterationSize: count,
    openIterations: count,
    maxIterations: count,
    caution: z.number().optional(),
    iterationsWithoutPairs: count,
    listsQueue: z.string(),
    collapse: collapseSection,
    listsToWrite: count.default(0),
    reviewsGate: z.boolean().default(false),
    refits: z.boolean().default(false),
    searchAttributes: z.boolean().default(false),
    budget: budgetSection.optional(),
  }),
  open: z.array(
    z.object({
      runKey: z.string().min(1),
      iteration: count,
      readThrough: z.int().min(-1),
      size: count,
      measures: count.default(0),
      reviewed: count.default(0),
      target: count.optional(),
      begunAnew: count.optional(),
    }),
  ),
  iterations: count,
  withoutPairs: count,
  funnel,
  collapse: z.object({
    level: z.union([z.literal(0), z.literal(1), z.literal(2), z.literal(3)]),
    first: z.array(health),
    recent: z.array(health),
    atLevel: count,
    observed: count,
    decay: z.array(z.string()),
    ending: z.string().optional(),
  }),
  yields: z
    .object({ aimed: z.number(), accepted: z.number(), squares: z.number(), surprises: z.number() })
    .optional(),
  reviews: z
    .object({
      made: count,
      open: z.array(count),
      arrived: z.array(count),
      accepted: z.array(z.object({ version: count, by: z.string() })).default([]),
      watermark: count,
    })
    .default({ made: 0, open: [], arrived: [], accepted: [], watermark: 0 }),
  pause: z
    .object({ by: z.enum(causesOfPause), reason: z.string(), about: z.enum(aboutPauses).optional() })
    .optional(),
  stopRequested: z.boolean().default(false),
  gathering: z.object({ batch: count, items: count }).optional(),
  cost: z
    .object({ usd: z.number().nullable(), unpriced: count, projectedUsd: z.number().nullable() })
    .optional(),
});

/** What a run handed itself when it continued as new: `generateDataset`'s second argument. Never throws. */
export function readCarriedRun(value: unknown): Own<CarriedRun> {
  return readOwn(carriedRun, value, 'What generateDataset carried along when it continued as new');
}
