import { z } from 'zod';
import { calibrationSchema } from '../../../core/screening/calibration/calibration';
import { readings } from '../../../core/foundations/statistics/textModel';
import { count } from '../../terminal/outputValues';

const { scorer: learned, ...calibrationShape } = calibrationSchema.shape;

/** What `seedbed calibrate` prints with --json: the calibration, without the weights of its scorer. */
export const calibrateOutput = z.object({
  ...calibrationShape,
  scorer: learned
    .unwrap()
    .omit({ columns: true, weights: true, penalty: true, texts: true })
    .extend({
      features: count,
      reads: z.array(z.enum(readings)).describe('What it reads of the texts beside plain features.'),
    })
    .partial({ min: true, area: true, expected: true })
    .nullable(),
  out: z.string(),
});
