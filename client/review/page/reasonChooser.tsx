import { useLayoutEffect, useRef } from 'preact/hooks';
import { maxReasonCharacters, usualReasons } from '../../../core/vocabulary/verdict';
import { keyName } from './keys';
import type { Workbench } from './workbench';

/** Why a pair is rejected: a number, own words, or nothing. */
export function ReasonChooser({ bench }: { readonly bench: Workbench }) {
  const none = useRef<HTMLButtonElement>(null);
  const field = useRef<HTMLInputElement>(null);
  const reject = (reason?: string): void =>
    bench.decide({ verdict: 'reject', ...(reason ? { reason } : {}) });
  useLayoutEffect(() => {
    none.current?.focus();
    const onKeyDown = (event: KeyboardEvent): void => {
      const name = keyName(event);
      if (name === undefined || event.target === field.current || document.querySelector('dialog[open]'))
        return;
      const reason = usualReasons[Number(name) - 1];
      if (name === '7') field.current?.focus();
      else if (reason) reject(reason);
      else return;
      event.preventDefault();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, []);
  return (
    <section class="reasons" aria-label="Why is it rejected?">
      <h2>Rejected: why?</h2>
      <div class="choices">
        {usualReasons.map((reason, index) => (
          <button key={reason} type="button" onClick={() => reject(reason)}>
            <kbd>{index + 1}</kbd> {reason}
          </button>
        ))}
        <button type="button" ref={none} class="primary" onClick={() => reject()}>
          <kbd>Enter</kbd> no reason
        </button>
      </div>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          reject(field.current?.value.trim());
        }}
      >
        <label>
          <span>
            In your words <kbd>7</kbd>
          </span>
          <input ref={field} name="reason" maxLength={maxReasonCharacters} autocomplete="off" />
        </label>
        <button type="submit">Reject</button>
        <button type="button" onClick={() => (bench.panel.value = 'none')}>
          Cancel <kbd>Esc</kbd>
        </button>
      </form>
    </section>
  );
}
