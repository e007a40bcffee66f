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

/**
 * Instructions with their families: compared with everybody outside by what they say, by ROUGE-L, and by meaning where vectors are
 * given; and inside by identity.
 */
export class NoveltyPool {
  private readonly index = new NoveltyIndex(noveltyTokens);
  private readonly identities = new Set<string>();
  /** By normalised text: the one family that has it, or that several do. */
  private readonly texts = new Map<string, string | null>();
  private readonly families = new Map<string, string[]>();
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

  /** @param vector Its embedding, for `similar`: give one with every member or with none. */
  add(member: PoolMember, vector?: Float32Array): void {
    const { instruction, family, identity } = member;
    this.index.add(instruction, family);
    if (family !== null && identity !== null) this.identities.add(keyOf(family, identity));
    if (family !== null) {
      const members = this.families.get(family);
      if (members) members.push(taskOf(member));
      else this.families.set(family, [taskOf(member)]);
    }
    const normalised = normalisedInstruction(instruction);
    const known = this.texts.get(normalised);
    this.texts.set(normalised, known === undefined || known === family ? family : null);
    if (vector) {
      this.semantic ??= { index: new SemanticIndex(vector.length), texts: [] };
      this.semantic.index.add(quantise(vector), family);
      this.semantic.texts.push(instruction);
    }
  }

  novelty({ instruction, family, identity }: PoolMember): Novelty {
    const nearest = this.index.nearest(instruction, family);
    const sayer = this.texts.get(normalisedInstruction(instruction));
    return {
      score: nearest?.score ?? 0,
      nearest: nearest && this.index.text(nearest.index),
      isKnown: family !== null && identity !== null && this.identities.has(keyOf(family, identity)),
      isRepeated: sayer !== undefined && (sayer === null || sayer !== family),
    };
  }

  /** Those outside a family whose meaning is nearest, the nearest first. */
  similar(vector: Float32Array, options: { max: number; min?: number; outside: string | null }): Similar[] {
    const { semantic } = this;
    if (!semantic) return [];
    return semantic.index
      .neighbours(quantise(vector), options)
      .map(({ index, cosine }) => ({ text: semantic.texts[index]!, score: cosine }));
  }

  /** What the members of a family ask, each with its input. */
  family(name: string): readonly string[] {
    return this.families.get(name) ?? [];
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
