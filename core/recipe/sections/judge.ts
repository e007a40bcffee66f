import { z } from 'zod';
import { sampling, share } from './fields';

export const judgeSection = z
  .strictObject({
    least: share
      .default(0.5)
      .describe(
        'Score, from 0 to 1, below which a pair is rejected. It is the mean of six aspects graded from 1 to 5, and never more than accuracy or safety.',
      ),
    sampling: sampling
      .prefault({})
      .describe('Sampling of judgements. Defaults: temperature 0, maxTokens 1024.'),
  })
  .describe(
    'Has every pair that passed the filters judged by the teacher in the role judge. Left out: none is. Models of less than a few billion parameters are no judges.',
  );
