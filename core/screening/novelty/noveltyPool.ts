import { quantise } from '../../foundations/embedding/quantise';
import { fnv1a } from '../../foundations/text/fnv1a';
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

/** Instructions that others are compared with. */
export interface NoveltyView {
  novelty(member: PoolMember): Novelty;
  /** Those outside a family whose meaning is nearest, the nearest first. */
  similar(vector: Float32Array, options: { max: number; min?: number; outside: string | null }): Similar[];
  /** What the members of a family ask, each with its input. */
  family(name: string): readonly string[];
}

/**
 * Instructions with their families: compared with everybody outside by what they say, by ROUGE-L, and by meaning where vectors are
 * given; and inside by identity. Nothing is kept twice: a pool of 50,000 is what a run lives with for days (docs/novelty.md).
 */
export class NoveltyPool implements NoveltyView {
  private readonly index = new NoveltyIndex(noveltyTokens);
  /** By family and identity, the first member that has both. */
  private readonly identities = new Map<string, number>();
  /** By the hash of a normalised text, members that may have it, in order: one number where there is one. */
  private readonly texts = new Map<number, number | number[]>();
  /** What members work on, of those that have anything. */
  private readonly inputs = new Map<number, string>();
  private semantic: SemanticIndex | undefined;

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
  add({ instruction, input, family, identity }: PoolMember, vector?: Float32Array): void {
    const at = this.index.add(instruction, family);
    if (input) this.inputs.set(at, input);
    if (family !== null && identity !== null) {
      const key = keyOf(family, identity);
      if (!this.identities.has(key)) this.identities.set(key, at);
    }
    const hash = fnv1a(normalisedInstruction(instruction));
    const known = this.texts.get(hash);
    this.texts.set(hash, known === undefined ? at : [...[known].flat(), at]);
    if (vector) {
      this.semantic ??= new SemanticIndex(vector.length);
      this.semantic.add(quantise(vector), family);
    }
  }

  novelty(member: PoolMember): Novelty {
    return this.noveltyBelow(member, this.size);
  }

  similar(vector: Float32Array, options: SimilarOptions): Similar[] {
    return this.similarBelow(vector, options, this.size);
  }

  family(name: string): readonly string[] {
    return this.familyBelow(name, this.size);
  }

  /** The pool as it was when it had so many members: what is said of it never changes, whatever is added. */
  upTo(size: number): NoveltyView {
    return {
      novelty: (member) => this.noveltyBelow(member, size),
      similar: (vector, options) => this.similarBelow(vector, options, size),
      family: (name) => this.familyBelow(name, size),
    };
  }

  private noveltyBelow({ instruction, family, identity }: PoolMember, below: number): Novelty {
    const nearest = this.index.nearest(instruction, family, below);
    const same =
      family === null || identity === null ? undefined : this.identities.get(keyOf(family, identity));
    return {
      score: nearest?.score ?? 0,
      nearest: nearest && this.index.text(nearest.index),
      isKnown: same !== undefined && same < below,
      isRepeated: this.isRepeated(instruction, family, below),
    };
  }

  /** Whether a member outside the family has the same text, but for what never makes it another. */
  private isRepeated(instruction: string, family: string | null, below: number): boolean {
    const normalised = normalisedInstruction(instruction);
    return [this.texts.get(fnv1a(normalised)) ?? []]
      .flat()
      .some(
        (at) =>
          at < below &&
          (family === null || !this.index.isOfFamily(at, family)) &&
          normalisedInstruction(this.index.text(at)) === normalised,
      );
  }

  private similarBelow(vector: Float32Array, options: SimilarOptions, below: number): Similar[] {
    return (this.semantic?.neighbours(quantise(vector), { ...options, below }) ?? []).map(
      ({ index, cosine }) => ({ text: this.index.text(index), score: cosine }),
    );
  }

  private familyBelow(name: string, below: number): readonly string[] {
    return this.index
      .membersOf(name, below)
      .map((at) => taskOf({ instruction: this.index.text(at), input: this.inputs.get(at) }));
  }
}

type SimilarOptions = Parameters<NoveltyView['similar']>[1];

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
