import { useRef } from 'preact/hooks';
import { prefer } from './preferences';

/** Asked once in each browser. Verdicts carry the name for ever. */
export function NameForm({ offered }: { readonly offered: string }) {
  const field = useRef<HTMLInputElement>(null);
  return (
    <main class="narrow">
      <form
        class="card name"
        onSubmit={(event) => {
          event.preventDefault();
          const reviewer = field.current?.value.trim();
          if (reviewer) prefer({ reviewer });
        }}
      >
        <h1>Review</h1>
        <label>
          <span>Your name</span>
          <input
            ref={field}
            name="reviewer"
            defaultValue={offered}
            maxLength={80}
            required
            autocomplete="nickname"
          />
        </label>
        <p class="quiet">It is kept with your verdicts, and in this browser.</p>
        <p class="buttons">
          <button type="submit" class="primary">
            Begin
          </button>
        </p>
      </form>
    </main>
  );
}
