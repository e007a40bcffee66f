import { closestName } from '../../foundations/text/closestName';
import type { SlotOfRecipe, TemplateOfRecipe, TemplateSection } from '../../recipe/sections/template';
import { reservedNames } from './expression';
import type { ValueLists } from '../../vocabulary/valueLists';

/** Tells a mistake: the field, and a sentence that names it. */
export type Report = (field: string, message: string) => void;

/** What a template is compiled from. */
export interface Compilation {
  readonly section: TemplateSection;
  readonly lists: ValueLists;
  readonly usedLists: Set<string>;
  readonly report: Report;
}

/** A slot of a template or of one nested in it, under its name in the outermost. */
export interface FlatSlot {
  readonly name: string;
  readonly slot: SlotOfRecipe;
  /** The template that declares it, and under which name. */
  readonly owner: Scope;
  readonly ownName: string;
  readonly place: string;
}

/** A template, or one nested in it under a slot: what is before the names of its slots. */
export interface Scope {
  readonly template: TemplateOfRecipe;
  readonly prefix: string;
}

/** Most slots of a template, with those of the templates in it: a nested one counts as often as it is used. */
const maxSlots = 500;

/** The slots of a template, and of those nested in it; undefined where they go in a circle or a nested one is not there. */
export function flattenSlots(
  { section, report, ...rest }: Compilation,
  scope: Scope,
  place: string,
  around: readonly string[],
): FlatSlot[] | undefined {
  const { template, prefix } = scope;
  const trail = [...around, template.name];
  const flat: FlatSlot[] = [];
  let whole = true;
  for (const [ownName, slot] of Object.entries(template.slots)) {
    const at = `${place}.slots.${ownName}`;
    if (reservedNames.has(ownName)) {
      report(at, `"${at}" has a name that means something else in texts and expressions: choose another.`);
      whole = false;
    }
    flat.push({ name: prefix + ownName, slot, owner: scope, ownName, place: at });
    if (slot.template === undefined) continue;
    const index = section.templates.findIndex(({ name }) => name === slot.template);
    const nested = section.templates[index];
    if (!nested) {
      const near = closestName(
        slot.template,
        section.templates.map(({ name }) => name),
      );
      const mend = near === undefined ? '' : `: did you mean "${near}"?`;
      report(
        `${at}.template`,
        `"${at}.template" is "${slot.template}", and there is no such template${mend || '.'}`,
      );
      whole = false;
    } else if (trail.includes(nested.name)) {
      const circle = [...trail.slice(trail.indexOf(nested.name)), nested.name].join(' > ');
      report(
        `${at}.template`,
        `"${at}.template" closes a circle of templates: ${circle}. A template may not contain itself.`,
      );
      whole = false;
    } else {
      const inner = flattenSlots(
        { section, report, ...rest },
        { template: nested, prefix: `${prefix}${ownName}_` },
        `template.templates[${index}]`,
        trail,
      );
      // Its mistakes are told. Looking on would take time that doubles with every template nested twice.
      if (!inner) return undefined;
      flat.push(...inner);
    }
    if (flat.length > maxSlots) {
      report(at, `"${at}" brings the template to more than ${maxSlots} slots: nest fewer templates.`);
      return undefined;
    }
  }
  if (prefix === '') {
    const seen = new Map<string, FlatSlot>();
    for (const one of flat) {
      const same = seen.get(one.name);
      if (same) {
        report(
          one.place,
          `"${one.place}" would be called "${one.name}", as "${same.place}" is: rename one of them.`,
        );
        whole = false;
      }
      seen.set(one.name, one);
    }
  }
  return whole ? flat : undefined;
}

/** The slots, each after those that it needs; undefined where they go in a circle. */
export function inOrder(
  needs: ReadonlyMap<string, readonly string[]>,
  flat: readonly FlatSlot[],
  tell: Report,
): FlatSlot[] | undefined {
  const order: FlatSlot[] = [];
  const byName = new Map(flat.map((one) => [one.name, one]));
  const done = new Set<string>();
  const visit = (one: FlatSlot, trail: readonly string[]): boolean => {
    if (done.has(one.name)) return true;
    if (trail.includes(one.name)) {
      const circle = [...trail.slice(trail.indexOf(one.name)), one.name].join(' > ');
      tell(one.place, `"${one.place}" closes a circle of slots: ${circle}. A slot may not need itself.`);
      return false;
    }
    for (const need of needs.get(one.name) ?? []) {
      const other = byName.get(need);
      if (other && !visit(other, [...trail, one.name])) return false;
    }
    done.add(one.name);
    order.push(one);
    return true;
  };
  return flat.every((one) => visit(one, [])) ? order : undefined;
}
