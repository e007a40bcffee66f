import { quantise } from '../../foundations/embedding/quantise';
import type { RunMaterials } from '../../recipe/runSetup';
import { normalisedInstruction } from './normalisedInstruction';
import { NoveltyIndex } from './noveltyIndex';
import { noveltyTokens } from './noveltyTokens';
import { SemanticIndex } from './semanticIndex';

/** What novelty is decided by: the words of an instruction, and where it belongs. */
export interface PoolMember {
  readonly instruction: string;
  /** What it works on, where that is known; null or empty where there is nothing. */
  readonly input?: string | null | undefined;
  /** Members are alike by design; null for none. */
  readonly family: string | null;
  /** What makes two members of a family the same. */
  readonly identity: string | null;
}

/** An instruction that is there, and how similar it is. */
export interface Similar {
  readonly text: string;
  /** ROUGE-L F, or the cosine of two embeddings. */
  readonly score: number;
}

/** How new an instruction is beside what is there. */
export interface Novelty {
  /** ROUGE-L F with the nearest outside its family; 0 where there is none. */
  readonly score: number;
  readonly nearest: string | undefined;
  /** Whether a member of its own family is the same. */
  readonly isKnown: boolean;
  /** Whether one outside its family differs in nothing but case, white space, punctuation and forms of letters. */
  readonly isRepeated: boolean;
}

/** Instructions that newcomers are compared with. */
export interface KnownInstructions {
  novelty(member: PoolMember): Novelty;
  /** Those outside a family whose meaning is nearest, the nearest first. */
  similar(vector: Float32Array, options: SimilarOptions): Similar[];
  /** What the members of a family ask, each with its input. */
  family(name: string): readonly string[];
}

export interface SimilarOptions {
  readonly max: number;
  readonly min?: number;
  readonly outside: string | null;
}

/** Who says a normalised text: the family that said it first, and from which member on others do too, or somebody of none. */
interface Saying {
  readonly family: string | null;
  readonly from: number;
  sharedFrom: number;
}

/**
 * Instructions with their families: compared with everybody outside by what they say, by ROUGE-L, and by meaning where vectors are
 * given; and inside by identity.
 */
export class NoveltyPool implements KnownInstructions {
  private readonly index = new NoveltyIndex(noveltyTokens);
  /** By identity within a family: its first member. */
  private readonly identities = new Map<string, number>();
  private readonly texts = new Map<string, Saying>();
  private readonly families = new Map<string, { readonly member: number; readonly task: string }[]>();
  private semantic: { readonly index: SemanticIndex; readonly texts: string[] } | undefined;

  /** The seeds, and the set that is multiplied; each starts the family of its variants. */
  static of(materials: Pick<RunMaterials, 'seeds' | 'sources'>): NoveltyPool {
    const pool = new NoveltyPool();
    for (const member of NoveltyPool.membersOf(materials)) pool.add(member);
    return pool;
  }

  static membersOf({ seeds, sources }: Pick<RunMaterials, 'seeds' | 'sources'>): PoolMember[] {
    const member = (kind: string, { instruction, input }: SeedLike, index: number): PoolMember => ({
      instruction,
      input,
      family: `${kind}:${index}`,
      identity: null,
    });
    return [
      ...seeds.map((seed, index) => member('seed', seed, index)),
      ...sources.map((source, index) => member('source', source, index)),
    ];
  }

  get size(): number {
    return this.index.size;
  }

  /** @param vector Its embedding, for `similar`: give one with every member or with none. */
  add(member: PoolMember, vector?: Float32Array): void {
    const { instruction, family, identity } = member;
    const number = this.index.add(instruction, family);
    if (family !== null && identity !== null) {
      const key = keyOf(family, identity);
      if (!this.identities.has(key)) this.identities.set(key, number);
    }
    if (family !== null) {
      const one = { member: number, task: taskOf(member) };
      const members = this.families.get(family);
      if (members) members.push(one);
      else this.families.set(family, [one]);
    }
    const normalised = normalisedInstruction(instruction);
    const said = this.texts.get(normalised);
    if (!said)
      this.texts.set(normalised, { family, from: number, sharedFrom: family === null ? number : Infinity });
    else if (said.family !== family) said.sharedFrom = Math.min(said.sharedFrom, number);
    if (vector) {
      this.semantic ??= { index: new SemanticIndex(vector.length), texts: [] };
      this.semantic.index.add(quantise(vector), family);
      this.semantic.texts.push(instruction);
    }
  }

  /** The pool as it was when it had so many members. */
  asOf(size: number): KnownInstructions {
    return {
      novelty: (member) => this.novelty(member, size),
      similar: (vector, options) => this.similar(vector, options, size),
      family: (name) => this.family(name, size),
    };
  }

  novelty({ instruction, family, identity }: PoolMember, before = this.size): Novelty {
    const nearest = this.index.nearest(instruction, family, before);
    const said = this.texts.get(normalisedInstruction(instruction));
    const known = family !== null && identity !== null && this.identities.get(keyOf(family, identity));
    return {
      score: nearest?.score ?? 0,
      nearest: nearest && this.index.text(nearest.index),
      isKnown: typeof known === 'number' && known < before,
      isRepeated:
        said !== undefined && said.from < before && (said.sharedFrom < before || said.family !== family),
    };
  }

  similar(vector: Float32Array, options: SimilarOptions, before = this.size): Similar[] {
    const { semantic } = this;
    if (!semantic) return [];
    return semantic.index
      .neighbours(quantise(vector), { ...options, before })
      .map(({ index, cosine }) => ({ text: semantic.texts[index]!, score: cosine }));
  }

  family(name: string, before = this.size): readonly string[] {
    const members = this.families.get(name) ?? [];
    return members.flatMap(({ member, task }) => (member < before ? [task] : []));
  }
}

interface SeedLike {
  readonly instruction: string;
  readonly input: string;
}

/** An instruction together with what it works on. */
export function taskOf({ instruction, input }: Pick<PoolMember, 'instruction' | 'input'>): string {
  return input ? `${instruction}\n${input}` : instruction;
}

function keyOf(family: string, identity: string): string {
  return `${family}\n${identity}`;
}
