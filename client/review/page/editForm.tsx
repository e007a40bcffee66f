import { useLayoutEffect, useRef } from 'preact/hooks';
import { maxEditCharacters } from '../../../core/vocabulary/verdict';
import type { PageItem } from '../server/messages';
import type { Workbench } from './workbench';

const parts = ['instruction', 'input', 'response'] as const;

/** The pair as the reviewer would have it. What was begun stays until it is saved, also when the form is closed. */
export function EditForm({ bench, item }: { readonly bench: Workbench; readonly item: PageItem }) {
  const first = useRef<HTMLTextAreaElement>(null);
  useLayoutEffect(() => first.current?.focus(), []);
  const texts = { ...bench.shownTexts(item), ...bench.drafts.get(item.item) };
  const save = (): void => {
    const draft = { ...bench.mine(item.item)?.edit, ...bench.drafts.get(item.item) };
    const changed = parts.filter((part) => draft[part] !== undefined && draft[part] !== item[part]);
    if (changed.length === 0) {
      bench.message.value = 'Nothing was changed.';
      return;
    }
    bench.decide({
      verdict: 'edit',
      edit: Object.fromEntries(changed.map((part) => [part, draft[part]])),
    });
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
      {parts.map((part, index) => (
        <label key={part}>
          <span>{part}</span>
          <textarea
            {...(index === 0 ? { ref: first } : {})}
            name={part}
            rows={Math.min(
              16,
              Math.max(2, Math.ceil(texts[part].length / 70) + texts[part].split('\n').length),
            )}
            maxLength={maxEditCharacters}
            defaultValue={texts[part]}
            onInput={(event) => {
              bench.drafts.set(item.item, {
                ...bench.drafts.get(item.item),
                [part]: event.currentTarget.value,
              });
            }}
          />
        </label>
      ))}
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
