import { signal } from '@preact/signals';
import { actions, usualKeys, type Action, type KeyBindings } from './keys';

/** What a reviewer set up in this browser. */
export interface Preferences {
  readonly reviewer: string;
  readonly shortcuts: boolean;
  readonly keys: KeyBindings;
  /** Stay on a pair after its verdict and show its evidence. */
  readonly revealAfterVerdict: boolean;
  readonly raw: boolean;
}

const name = 'seedbed-review|preferences';
const usual: Preferences = {
  reviewer: '',
  shortcuts: true,
  keys: usualKeys,
  revealAfterVerdict: false,
  raw: false,
};

export const preferences = signal<Preferences>(read());

export function prefer(change: Partial<Preferences>): void {
  preferences.value = { ...preferences.value, ...change };
  localStorage.setItem(name, JSON.stringify(preferences.value));
}

/** Gives a key to an action, and takes it from whichever had it. */
export function bindKey(action: Action, key: string): void {
  const { keys } = preferences.value;
  const bound: Record<Action, readonly string[]> = { ...keys };
  for (const other of actions) bound[other] = keys[other].filter((known) => known !== key);
  prefer({ keys: { ...bound, [action]: [key] } });
}

/** Another tab changed them. */
export function rereadPreferences(changed: string | null): void {
  if (changed === null || changed === name) preferences.value = read();
}

function read(): Preferences {
  try {
    const stored = JSON.parse(localStorage.getItem(name) ?? '{}') as Partial<Preferences>;
    return { ...usual, ...stored, keys: { ...usualKeys, ...stored.keys } };
  } catch {
    return usual; // kept by another version of the page, or by hand: nothing is lost but a preference
  }
}
