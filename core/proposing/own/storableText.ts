import { z } from 'zod';
import { isStorableText, unstorableMessage } from '../../foundations/text/storableText';

/** A text that the store can keep. */
export const storableText = z.string().refine(isStorableText, unstorableMessage);
