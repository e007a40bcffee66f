import { useSignal } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { actions, actionWords, keyLabel, keyName, usualKeys } from './keys';
import { bindKey, prefer, preferences } from './preferences';

/** What each key does, and what of it can be changed. */
export function HelpDialog({ onClose }: { readonly onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const waiting = useSignal<(typeof actions)[number] | null>(null);
  useLayoutEffect(() => dialog.current?.showModal(), []);
  const { keys, shortcuts, revealAfterVerdict } = preferences.value;
  return (
    <dialog
      ref={dialog}
      class="help"
      aria-labelledby="help-title"
      onClose={onClose}
      onCancel={(event) => {
        if (waiting.value === null) return;
        event.preventDefault();
        waiting.value = null;
      }}
      onKeyDown={(event) => {
        const name = keyName(event);
        const action = waiting.value;
        if (action === null || name === undefined || ['Escape', 'Tab', 'Enter', 'Shift'].includes(name))
          return;
        event.preventDefault();
        bindKey(action, name);
        waiting.value = null;
      }}
    >
      <h2 id="help-title">Keys and settings</h2>
      <table>
        <thead>
          <tr>
            <th scope="col">Action</th>
            <th scope="col">Key</th>
            <th scope="col">
              <span class="hidden">Change</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {actions.map((action) => (
            <tr key={action}>
              <th scope="row">{actionWords[action]}</th>
              <td>
                {keys[action].length === 0 ? (
                  <span class="quiet">none</span>
                ) : (
                  keys[action].map((name) => <kbd key={name}>{keyLabel(name)}</kbd>)
                )}
              </td>
              <td>
                <button
                  type="button"
                  aria-label={`Change the key for: ${actionWords[action]}`}
                  onClick={() => (waiting.value = action)}
                >
                  {waiting.value === action ? 'Press a key' : 'Change'}
                </button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p class="quiet">
        After Reject: <kbd>1</kbd> to <kbd>6</kbd> name a reason, <kbd>7</kbd> your own, <kbd>Enter</kbd>{' '}
        none. <kbd>Esc</kbd> leaves a text field. Keys do nothing while you type, or while they are held down.
      </p>
      <label class="switch">
        <input
          type="checkbox"
          checked={shortcuts}
          onChange={(event) => prefer({ shortcuts: event.currentTarget.checked })}
        />
        <span>Use these keys</span>
      </label>
      <label class="switch">
        <input
          type="checkbox"
          checked={revealAfterVerdict}
          onChange={(event) => prefer({ revealAfterVerdict: event.currentTarget.checked })}
        />
        <span>Stay on a pair after its verdict and show the evidence</span>
      </label>
      <p class="buttons">
        <button type="button" class="primary" onClick={() => dialog.current?.close()}>
          Close
        </button>
        <button type="button" onClick={() => prefer({ keys: usualKeys })}>
          Usual keys
        </button>
      </p>
    </dialog>
  );
}
