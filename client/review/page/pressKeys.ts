import { actionOf, keyName, type Action } from './keys';
import { preferences } from './preferences';

const fields = 'input:not([type=checkbox]), textarea, select, [contenteditable]';
/** Space and Enter belong to these while they have the focus. */
const pressable = 'button, a[href], summary, input[type=checkbox]';

/**
 * Calls `act` with what a key press means. Says nothing while somebody types, while a dialog is open, or where the press belongs to the
 * element with the focus. Esc leaves a field, then closes what is open.
 */
export function listenToKeys(act: (action: Action) => void, leave: () => void): () => void {
  const onKeyDown = (event: KeyboardEvent): void => {
    const target = event.target instanceof Element ? event.target : null;
    if (event.defaultPrevented || document.querySelector('dialog[open]')) return;
    if (event.key === 'Escape') {
      if (target?.matches(fields)) focusCard();
      else leave();
      return;
    }
    const name = keyName(event);
    if (name === undefined || target?.matches(fields) || !preferences.value.shortcuts) return;
    if ((name === ' ' || name === 'Enter') && target?.matches(pressable)) return;
    const action = actionOf(name, preferences.value.keys);
    if (action === undefined) return;
    event.preventDefault();
    act(action);
  };
  document.addEventListener('keydown', onKeyDown);
  return () => document.removeEventListener('keydown', onKeyDown);
}

/** Where keys decide. */
export function focusCard(): void {
  const card = document.querySelector<HTMLElement>('.card');
  if (card?.hasAttribute('tabindex')) card.focus({ preventScroll: true });
  else if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
}
