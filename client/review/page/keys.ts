/** What a key can do. `1` to `6` (reasons), Enter and Esc are not among them: they mean the same in every dialog. */
export const actions = [
  'accept',
  'reject',
  'unsure',
  'undo',
  'flag',
  'edit',
  'previous',
  'next',
  'evidence',
  'raw',
  'help',
] as const;
export type Action = (typeof actions)[number];
export type KeyBindings = Readonly<Record<Action, readonly string[]>>;

/** What annotators' hands know. Names are those of KeyboardEvent.key. */
export const usualKeys: KeyBindings = {
  accept: ['a'],
  reject: ['x'],
  unsure: [' '],
  undo: ['u', 'Backspace'],
  flag: ['f'],
  edit: ['e'],
  previous: ['ArrowLeft', 'ArrowUp'],
  next: ['ArrowRight', 'ArrowDown'],
  evidence: ['i'],
  raw: ['m'],
  help: ['?'],
};

export const actionWords: Readonly<Record<Action, string>> = {
  accept: 'Accept',
  reject: 'Reject',
  unsure: 'Unsure',
  undo: 'Undo',
  flag: 'Flag',
  edit: 'Edit',
  previous: 'Previous pair',
  next: 'Next pair',
  evidence: 'Evidence',
  raw: 'Raw text',
  help: 'Keys and settings',
};

/** The part of a KeyboardEvent that decides. */
export interface KeyPress {
  readonly key: string;
  readonly repeat: boolean;
  readonly isComposing: boolean;
  readonly ctrlKey: boolean;
  readonly altKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
}

/**
 * A key press by name, or undefined for what must never decide anything: a key that is held down, one with a modifier, a letter that
 * is being composed. Shift counts as a modifier except where the sign itself needs it, as "?" does. Caps lock changes nothing.
 */
export function keyName(press: KeyPress): string | undefined {
  const isLetter = /^\p{L}$/u.test(press.key);
  const isModified =
    press.ctrlKey ||
    press.altKey ||
    press.metaKey ||
    (press.shiftKey && (isLetter || press.key.length > 1 || press.key === ' '));
  if (press.repeat || press.isComposing || isModified) return undefined;
  return isLetter ? press.key.toLowerCase() : press.key;
}

export function actionOf(name: string, bindings: KeyBindings): Action | undefined {
  return actions.find((action) => bindings[action].includes(name));
}

/** A key as it is written on the keyboard. */
export function keyLabel(name: string): string {
  const labels: Readonly<Record<string, string>> = {
    ' ': 'Space',
    ArrowLeft: '←',
    ArrowRight: '→',
    ArrowUp: '↑',
    ArrowDown: '↓',
  };
  return labels[name] ?? name;
}
