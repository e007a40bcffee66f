import type { CellKey } from '../../vocabulary/cell';
import { LiquidError, type LiquidText } from '../../recipe/prompts/liquid';
import { closestName } from '../../foundations/text/closestName';
import type { Problem } from '../../recipe/problems';
import type { Recipe } from '../../recipe/schema';
import type { TemplateOfRecipe } from '../../recipe/sections/template';
import { cellOfTemplate } from './cellOfTemplate';
import {
  exactOf,
  ExpressionError,
  parseExpression,
  slotValueOf,
  type Exact,
  type Expression,
  type SlotValue,
} from './expression';
import {
  flattenSlots,
  inOrder,
  type Compilation,
  type FlatSlot,
  type Report,
  type Scope,
} from './flattenSlots';
import { round } from './rational';
import { checkBranches, columnsReadBy, dependentOptions, isKnown, rootOptions } from './slotSources';
import type { Assignment, ChosenSlot } from './slotSpace';
import { parseText } from './text';
import type { ValueLists } from '../../vocabulary/valueLists';

/** A template, ready to be filled. */
export interface CompiledTemplate {
  readonly recipe: TemplateOfRecipe;
  readonly cell: CellKey | null;
  /** Slots whose values are chosen, those of nested templates among them, each after the one that it depends on. */
  readonly chosen: readonly (ChosenSlot & { readonly name: string })[];
  /** Whether its values are known, so that it can be tried: false while the teacher has not written a list of its. */
  readonly known: boolean;
  fill(assignment: Assignment): FilledTemplate;
}

export interface FilledTemplate {
  readonly slots: Readonly<Record<string, SlotValue>>;
  /** The texts; or why they could not be made, in words that follow "because". */
  readonly texts:
    | { readonly instruction: string; readonly input: string; readonly response: string | undefined }
    | { readonly failed: string };
}

/**
 * Reads the templates of a recipe. Templates with mistakes are left out, and each mistake is told, with its place.
 *
 * @param lists values that were read from files or written by the teacher. For lists that the teacher is yet to write, values are
 * made up, as many as it is asked for.
 */
export function compileTemplates(
  recipe: Recipe,
  lists: ValueLists,
): { readonly templates: readonly CompiledTemplate[]; readonly problems: readonly Problem[] } {
  const problems: Problem[] = [];
  const section = recipe.template;
  if (!section) return { templates: [], problems };
  const report: Report = (field, message) => void problems.push({ field, message });

  const usedLists = new Set<string>();
  const templates = section.templates.flatMap((template, at) => {
    const before = problems.length;
    const place = `template.templates[${at}]`;
    const first = section.templates.findIndex(({ name }) => name === template.name);
    if (first < at)
      report(
        `${place}.name`,
        `"${place}.name" is "${template.name}", as is template.templates[${first}]: names must differ.`,
      );
    const compiled = compile({ section, lists, usedLists, report }, template, place, recipe);
    return problems.length === before && compiled ? [compiled] : [];
  });
  for (const name of Object.keys(section.lists)) {
    if (!usedLists.has(name))
      report(
        `template.lists.${name}`,
        `"template.lists.${name}" is not used: name it as the "list" of a slot, or remove it.`,
      );
  }
  if (section.templates.every(({ weight }) => weight === 0))
    report(
      'template.templates',
      '"template.templates" has weights of 0 only: give one template a weight above 0.',
    );
  return { templates, problems };
}

/** What is worked out after the values are chosen, in order. */
type Step =
  | {
      readonly name: string;
      readonly owner: Scope;
      readonly expression: Expression;
      readonly decimals: number | undefined;
    }
  | { readonly name: string; readonly owner: Scope; readonly text: LiquidText };

function compile(
  compilation: Compilation,
  template: TemplateOfRecipe,
  place: string,
  recipe: Recipe,
): CompiledTemplate | undefined {
  const { report } = compilation;
  let sound = true;
  const tell: Report = (field, message) => {
    sound = false;
    report(field, message);
  };
  const outer: Scope = { template, prefix: '' };
  const flat = flattenSlots({ ...compilation, report: tell }, outer, place, []);
  if (!flat) return undefined;
  const byName = new Map(flat.map((one) => [one.name, one]));
  const used = new Set<string>();
  const nameIn = ({ prefix }: Scope, name: string, from: FlatSlot | string): FlatSlot | undefined => {
    const found = byName.get(prefix + name);
    const user = typeof from === 'string' ? from : from.place;
    if (found) {
      used.add(found.name);
      return found;
    }
    const owned = flat
      .filter((one) => one.name.startsWith(prefix))
      .map((one) => one.name.slice(prefix.length));
    const near = closestName(name, owned);
    const mend =
      near !== undefined
        ? `did you mean "${near}"?`
        : owned.length > 0
          ? `its slots are ${owned.join(', ')}.`
          : 'it has no slots.';
    tell(user, `"${user}" uses "${name}", which is not a slot of the template "${template.name}": ${mend}`);
    return undefined;
  };

  const textOf = (text: string, scope: Scope, field: string): LiquidText | undefined => {
    try {
      const parsed = parseText(text);
      for (const { name, line } of parsed.variables)
        nameIn(scope, name, text.includes('\n') ? `${field}, line ${line}` : field);
      return parsed;
    } catch (error) {
      if (!(error instanceof LiquidError)) throw error;
      const line = error.line === undefined ? '' : ` at line ${error.line}`;
      tell(field, `"${field}" is not a valid text${line}: ${error.message}.`);
      return undefined;
    }
  };

  const steps = new Map<string, Step>();
  const needs = new Map<string, string[]>();
  for (const one of flat) {
    const { slot, owner, place: at, name } = one;
    if (slot.compute !== undefined) {
      const expression = expressionOf(slot.compute, `${at}.compute`, tell);
      if (!expression) continue;
      const inputs = expression.names.flatMap((input) => nameIn(owner, input, `${at}.compute`)?.name ?? []);
      needs.set(name, inputs);
      steps.set(name, { name, owner, expression, decimals: slot.decimals });
    } else if (slot.template !== undefined) {
      const nested = compilation.section.templates.find(({ name: other }) => other === slot.template);
      if (!nested) continue;
      const scope = { template: nested, prefix: `${name}_` };
      const nestedAt = `template.templates[${compilation.section.templates.indexOf(nested)}]`;
      const text = textOf(nested.instruction, scope, `${nestedAt}.instruction`);
      if (!text) continue;
      needs.set(
        name,
        text.variables.map((variable) => scope.prefix + variable.name),
      );
      steps.set(name, { name, owner: scope, text });
    } else if (slot.dependsOn !== undefined) {
      const parent = nameIn(owner, slot.dependsOn, `${at}.dependsOn`);
      if (parent && (parent.slot.compute !== undefined || parent.slot.template !== undefined))
        tell(
          at,
          `"${at}.dependsOn" names "${slot.dependsOn}", which is computed: name a slot whose value is chosen.`,
        );
      needs.set(name, parent ? [parent.name] : []);
    }
  }

  const instruction = textOf(template.instruction, outer, `${place}.instruction`);
  const input = textOf(template.input, outer, `${place}.input`);
  const response =
    template.response === undefined ? undefined : textOf(template.response, outer, `${place}.response`);
  for (const { name, owner, place: at } of flat) {
    // What a nested template leaves unused is told where it stands itself.
    if (owner.prefix === '' && !used.has(name))
      tell(at, `"${at}" is not used: name it in a text as {{ ${name} }}, or remove it.`);
  }

  const order = inOrder(needs, flat, tell);
  if (!sound || !order || !instruction || !input) return undefined;
  const chosenSlots = order.filter(({ slot }) => slot.compute === undefined && slot.template === undefined);
  const positions = new Map(chosenSlots.map(({ name }, at) => [name, at]));
  const columnsOf = columnsReadBy(chosenSlots, needs);
  const known = chosenSlots.every(({ slot, owner, ownName }) => isKnown(compilation, slot, owner, ownName));
  const chosen = chosenSlots.map((one) => {
    const parentName = needs.get(one.name)?.[0];
    const parent = parentName === undefined ? undefined : positions.get(parentName);
    const options =
      parent === undefined
        ? rootOptions(compilation, one, columnsOf.get(one.name) ?? [], tell)
        : dependentOptions(one, tell);
    return { name: one.name, parent, options, share: one.slot.optional ?? 1 };
  });
  checkBranches(chosen, chosenSlots, known, tell);
  const cell = cellOfTemplate(recipe, template, place, tell);
  if (!sound) return undefined;

  const work = order.flatMap(({ name }) => steps.get(name) ?? []);
  return {
    recipe: template,
    cell,
    chosen,
    known,
    fill: (assignment) => {
      const scope: Record<string, SlotValue> = {};
      chosen.forEach(({ name }, at) => (scope[name] = assignment[at]?.value ?? null));
      const shown: Record<string, SlotValue> = { ...scope };
      try {
        runSteps(work, scope, shown);
        const texts = {
          instruction: instruction.render(scope).trim(),
          input: input.render(scope).trim(),
          response: response?.render(scope).trim(),
        };
        const empty =
          texts.instruction === '' ? 'instruction' : texts.response === '' ? 'response' : undefined;
        return { slots: shown, texts: empty ? { failed: `the ${empty} is empty` } : texts };
      } catch (error) {
        return { slots: shown, texts: { failed: error instanceof Error ? error.message : String(error) } };
      }
    },
  };
}

function expressionOf(text: string, field: string, tell: Report): Expression | undefined {
  try {
    return parseExpression(text);
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    const column = error.column === undefined ? '' : ` at column ${error.column}`;
    tell(field, `"${field}" is not a valid expression${column}: ${error.message}.`);
    return undefined;
  }
}

/** Works out what is computed: exact values are handed on as they are, and texts see them written. */
function runSteps(
  steps: readonly Step[],
  scope: Record<string, SlotValue>,
  shown: Record<string, SlotValue>,
): void {
  const exact = new Map<string, Exact | null>();
  for (const step of steps) {
    const { name, owner } = step;
    if ('text' in step) {
      const { prefix } = owner;
      const inner = Object.fromEntries(
        step.text.variables.map((one) => [one.name, scope[prefix + one.name]]),
      );
      scope[name] = step.text.render(inner).trim();
      continue;
    }
    const value = step.expression.evaluate((input) => {
      const key = owner.prefix + input;
      return exact.has(key) ? (exact.get(key) ?? null) : exactOf(scope[key] ?? null);
    });
    const rounded =
      step.decimals !== undefined && typeof value === 'object' && value !== null
        ? round(value, step.decimals)
        : value;
    exact.set(name, rounded);
    scope[name] = slotValueOf(rounded, step.decimals);
    shown[name] = scope[name];
  }
}
