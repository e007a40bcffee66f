import { useLayoutEffect, useRef } from 'preact/hooks';
import { maxEditCharacters } from '../../../core/vocabulary/verdict';
import { editTo, namedTexts, titleOf } from '../../../core/review/pairTexts';
import type { PageItem } from '../server/messages';
import type { Workbench } from './workbench';

/** The pair as the reviewer would have it, every text in a field of its own. What was begun stays until it is saved, also when the form is closed. */
export function EditForm({ bench, item }: { readonly bench: Workbench; readonly item: PageItem }) {
  const first = useRef<HTMLTextAreaElement>(null);
  useLayoutEffect(() => first.current?.focus(), []);
  const textsNow = (): ReadonlyMap<string, string> =>
    new Map([...namedTexts(bench.shownTexts(item)), ...(bench.drafts.get(item.item) ?? [])]);
  const save = (): void => {
    const now = textsNow();
    const empty = [...now].find(([name, text]) => name !== 'input' && text.trim() === '');
    if (empty) {
      bench.message.value = `${empty[0]} must not be empty: reject the pair instead.`;
      return;
    }
    const edit = editTo(item, now);
    if (!edit) bench.message.value = 'Nothing was changed.';
    else bench.decide({ verdict: 'edit', edit });
  };
  return (
    <form
      class="card edit"
      aria-label={`Edit pair ${item.item}`}
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) save();
      }}
    >
      <header class="card-head">
        <span>Pair {item.item}: edit</span>
      </header>
      {[...textsNow()].map(([name, text], index) => (
        <label key={name}>
          <span>{titleOf(name, item)}</span>
          <textarea
            {...(index === 0 ? { ref: first } : {})}
            name={name}
            rows={Math.min(16, Math.max(2, Math.ceil(text.length / 70) + text.split('\n').length))}
            maxLength={maxEditCharacters}
            defaultValue={text}
            onInput={(event) => {
              const begun = bench.drafts.get(item.item) ?? [];
              bench.drafts.set(item.item, new Map([...begun, [name, event.currentTarget.value]]));
            }}
          />
        </label>
      ))}
      {item.turns && <p class="quiet">Turns can't be added or taken out: reject the pair instead.</p>}
      <p class="buttons">
        <button type="submit" class="primary">
          Save the edit <kbd>Ctrl Enter</kbd>
        </button>
        <button type="button" onClick={() => (bench.panel.value = 'none')}>
          Close <kbd>Esc Esc</kbd>
        </button>
      </p>
    </form>
  );
}
