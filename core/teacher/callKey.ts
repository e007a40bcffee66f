import { createHash } from 'node:crypto';
import { canonicalJson } from '../foundations/canonicalJson';
import type { TeacherRequest } from './request';

/**
 * What makes two requests the same purchase: sha256 over the logical model, the prompt, the parameters, the schema and the
 * sample, as 64 hexadecimal digits. The role is left out: the same question is the same purchase, whoever asks.
 */
export function callKey({ pool, model, prompt, parameters, schema, sample }: TeacherRequest): string {
  return createHash('sha256')
    .update(canonicalJson({ pool, model, prompt, parameters, schema, sample }))
    .digest('hex');
}
