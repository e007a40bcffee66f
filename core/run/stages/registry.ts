import { agree } from './agree';
import { choose } from './choose';
import { classify } from './classify';
import { compare } from './compare';
import { converse } from './converse';
import { ground } from './ground';
import { judge } from './judge';
import { propose } from './propose';
import { respond } from './respond';
import { safety } from './safety';
import type { Stage } from './stage';

/** Every stage by its name, in the order in which an iteration passes them. One more is a file here, and its name in this list. */
export const stages = {
  propose,
  compare,
  classify,
  respond,
  converse,
  safety,
  ground,
  agree,
  judge,
  choose,
} satisfies Record<string, Stage>;

export type StageName = keyof typeof stages;
