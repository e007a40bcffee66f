import type { z } from 'zod';
import type { Problem } from '../recipe/problems';
import type { Recipe } from '../recipe/schema';
import type { RunMaterials, RunSetup } from '../recipe/runSetup';
import type { PoolTexts } from '../vocabulary/poolEntry';
import type { Inquiry } from '../teacher/inquiry';
import type { Lineage } from '../vocabulary/lineage';
import type { PlanKnowledge } from './planKnowledge';
import type { PlannedWork } from '../vocabulary/plannedWork';
import type { ProposalOutcome } from '../vocabulary/proposed';
import type { StrategyContext } from './strategyContext';
import type { StrategyName } from '../vocabulary/strategyName';
import type { Stretch } from '../vocabulary/stretch';

/**
 * A way to come up with instructions: one folder with one entry file, and its line in the registry. Whoever plans, asks, screens,
 * stores or reports goes through the registry, and knows no strategy by its name.
 */
export interface Strategy<Work extends PlannedWork = PlannedWork> {
  readonly name: StrategyName;
  /** What its pairs are, in the words that go on from "Share of pairs": "made from templates". */
  readonly pairs: string;
  /** The recipe's section of its name, as an optional one; left out where it needs no settings. `sectionOf` reads it. */
  readonly section?: z.ZodType;
  /** Whether it brings every pair where a recipe divides nothing and has a section for no other. One strategy does. */
  readonly isUsual: boolean;
  /** Whether its works ask the teacher. Those that don't are candidates as soon as they are planned, and stand last in a plan. */
  readonly asksFirst: boolean;
  /** Whether the cell of a work is the cell of what comes of it, whoever else tells cells. */
  readonly declaresCell: boolean;
  /**
   * Whether what it asks for is steered: its works ask for cells that are missing, and what it proposes tells whether the run
   * repeats itself. Its plan heeds `knowledge.cells` and `knowledge.measures`.
   */
  readonly steered: boolean;
  /**
   * Whether it always has as many works as it is asked for. Such a strategy is planned last, and gets what those leave that have
   * run out.
   */
  readonly endless: boolean;

  /**
   * Its share of the accepted pairs, from 0 to 1, where the recipe says it elsewhere than in `strategies`: the others divide what it leaves,
   * and what it brings is no example for them. Left out: its share is one of `strategies`.
   */
  readonly shareOf?: (recipe: Recipe) => number;
  /** What it can't do without and the recipe doesn't have. Asked where it has a share. @param others with sections of their own. */
  lack?(recipe: Recipe, others: readonly StrategyName[]): Problem | undefined;
  /** What is wrong with its section beyond its schema, before anything is asked. @param share its share of the accepted pairs. */
  problems?(recipe: Recipe, materials: RunMaterials, share: number): readonly Problem[];

  /** Candidates that a work brings, until experience says better. Left out: one. */
  candidatesPerWork?(context: StrategyContext): number;
  /** What its plans read of the pool; left out: all texts. */
  poolTexts?(setup: RunSetup): PoolTexts;
  /**
   * Draws the works of a stretch, by the context and what may be known: the same ones again, whatever happened meanwhile. Fewer
   * than `stretch.count` where it has run out.
   */
  plan(
    context: StrategyContext,
    knowledge: PlanKnowledge,
    stretch: Stretch,
  ): readonly Work[] | Promise<readonly Work[]>;
  /** How a work becomes candidates. Pure: the same answers, the same outcome. */
  inquiry(context: StrategyContext, work: Work): Inquiry<ProposalOutcome>;

  /** How something came about, beside the strategy's name: "deepen, broaden". Left out, or empty: there is nothing to add. */
  story?(lineage: Lineage): string;
  /** Whether a member of a family was made to ask for something else than the family does. Left out: it never is. */
  isMeantToDiffer?(lineage: Lineage): boolean;
}

/** A strategy's section of a recipe that was parsed with it (`fullRecipeSchema`). */
export function sectionOf<Schema extends z.ZodType>(
  recipe: Recipe,
  { name, section: _section }: { readonly name: StrategyName; readonly section: Schema },
): z.output<Schema> {
  return (recipe as Readonly<Record<string, unknown>>)[name] as z.output<Schema>;
}
