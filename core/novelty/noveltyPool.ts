import type { RunMaterials } from '../run/setup';
import { NoveltyIndex } from './noveltyIndex';

/** What novelty is decided by: the words of an instruction, and where it belongs. */
export interface PoolMember {
  readonly instruction: string;
  /** Members are alike by design; null for none. */
  readonly family: string | null;
  /** What makes two members of a family the same. */
  readonly identity: string | null;
}

/** How new an instruction is beside what is there. */
export interface Novelty {
  /** ROUGE-L F with the nearest outside its family; 0 where there is none. */
  readonly score: number;
  readonly nearest: string | undefined;
  /** Whether a member of its own family is the same. */
  readonly isKnown: boolean;
}

/** Instructions with their families: compared with everybody outside by ROUGE-L, and inside by identity alone. */
export class NoveltyPool {
  private readonly index = new NoveltyIndex();
  private readonly identities = new Set<string>();

  /** The seeds, and the set that is multiplied; each starts the family of its variants. */
  static of({ seeds, sources }: Pick<RunMaterials, 'seeds' | 'sources'>): NoveltyPool {
    const pool = new NoveltyPool();
    const add = (instruction: string, family: string) => pool.add({ instruction, family, identity: null });
    seeds.forEach(({ instruction }, index) => add(instruction, `seed:${index}`));
    sources.forEach(({ instruction }, index) => add(instruction, `source:${index}`));
    return pool;
  }

  add({ instruction, family, identity }: PoolMember): void {
    this.index.add(instruction, family);
    if (family !== null && identity !== null) this.identities.add(keyOf(family, identity));
  }

  novelty({ instruction, family, identity }: PoolMember): Novelty {
    const nearest = this.index.nearest(instruction, family);
    return {
      score: nearest?.score ?? 0,
      nearest: nearest && this.index.text(nearest.index),
      isKnown: family !== null && identity !== null && this.identities.has(keyOf(family, identity)),
    };
  }
}

function keyOf(family: string, identity: string): string {
  return `${family}\n${identity}`;
}
