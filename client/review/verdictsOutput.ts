import { z } from 'zod';
import { verdictKinds } from '../../core/vocabulary/verdict';
import { count } from '../terminal/outputValues';

export const batchNumber = count.describe("The batch's number within the run, from 0.");

const itemNumbers = z.array(count).describe('Numbers of items, from 1.');

/** What `approve`, `reject`, `edit` and `unsure` print with --json. */
export const verdictsOutput = z.strictObject({
  run: z.string(),
  runKey: z.string(),
  batch: batchNumber,
  reviewer: z.string(),
  verdict: z.enum(verdictKinds),
  counted: itemNumbers,
  repeated: itemNumbers.describe('Items of which the reviewer had said the same before.'),
  conflicts: itemNumbers.describe('Items of these on which reviewers differ.'),
  pending: count.describe('Items of the batch that wait for somebody.'),
});
