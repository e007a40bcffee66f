import { z } from 'zod';
import { calibrationSchema } from '../../../core/screening/calibration/calibration';
import { count } from '../../terminal/outputValues';

const { scorer: learned, ...calibrationShape } = calibrationSchema.shape;

/** What `seedbed calibrate` prints with --json: the calibration, without the weights of its scorer. */
export const calibrateOutput = z.object({
  ...calibrationShape,
  scorer: learned
    .unwrap()
    .omit({ columns: true, weights: true, penalty: true })
    .extend({ features: count })
    .partial({ min: true, area: true, expected: true })
    .nullable(),
  out: z.string(),
});
