import { miniLmModel } from '../stack/assets';

/** The space of the local model's vectors. */
export const miniLmSpace = {
  model: `all-MiniLM-L6-v2-int8@${miniLmModel.version}`,
  dimensions: 384,
} as const;
