import { useLayoutEffect, useRef } from 'preact/hooks';
import type { PageItem } from '../server/messages';
import { BesideAnother, CaseSection, Marked } from './caseSection';
import { renderMarkdown } from './markdown';
import { preferences } from './preferences';
import type { Workbench } from './workbench';
import { verdictWords } from './verdictWords';

/** The pair that is judged: instruction, input, response, as Markdown or as they are. */
export function PairCard({ bench, item }: { readonly bench: Workbench; readonly item: PageItem }) {
  const card = useRef<HTMLElement>(null);
  // A new pair has the focus: keys decide on it, a screen reader begins with it, and the page begins at its top.
  useLayoutEffect(() => {
    card.current?.focus({ preventScroll: true });
    window.scrollTo(0, 0);
  }, [item.item]);
  const texts = bench.shownTexts(item);
  const { mine, isFlagged, revealed } = bench.stateOf(item.item);
  const exchanged = item.cases?.find((one) => one.about === 'counterfactual');
  return (
    <article class="card" ref={card} tabIndex={-1} aria-label={`Pair ${item.item}`} data-item={item.item}>
      <header class="card-head">
        <span>Pair {item.item}</span>
        {item.cell && <span class="quiet">{item.cell}</span>}
        {item.turns && <span class="quiet">{item.turns.length + 1} exchanges</span>}
        <span class="tags">
          {mine && <span class={`tag ${mine.verdict}`}>{verdictWords(mine)}</span>}
          {isFlagged && <span class="tag flagged">flagged</span>}
          {revealed?.inConflict && <span class="tag conflict">in conflict</span>}
        </span>
      </header>
      {exchanged ? (
        <BesideAnother texts={texts} one={exchanged} />
      ) : texts.turns ? (
        <Chat texts={texts} turns={texts.turns} marked={phrasesIn(item)} />
      ) : (
        <>
          <Part title="Instruction" text={texts.instruction} />
          {texts.input !== '' && <Part title="Input" text={texts.input} />}
          <Part title="Response" text={texts.response} marked={phrasesIn(item)} />
        </>
      )}
      {item.cases?.map((one) => (
        <CaseSection key={one.about} one={one} />
      ))}
    </article>
  );
}

/** A conversation, who says what from the first question on, by turns. */
function Chat({
  texts,
  turns,
  marked,
}: {
  readonly texts: PageItem;
  readonly turns: NonNullable<PageItem['turns']>;
  readonly marked: readonly string[];
}) {
  return (
    <ol class="chat" aria-label="Conversation">
      <li class="said user">
        <Part title="User 1" text={texts.instruction} />
        {texts.input !== '' && <Part title="Input" text={texts.input} />}
      </li>
      <li class="said assistant">
        <Part title="Assistant 1" text={texts.response} marked={standingIn(texts.response, marked)} />
      </li>
      {turns.flatMap(({ message, response }, at) => [
        <li key={`user ${at}`} class="said user">
          <Part title={`User ${at + 2}`} text={message} />
        </li>,
        <li key={`assistant ${at}`} class="said assistant">
          <Part title={`Assistant ${at + 2}`} text={response} marked={standingIn(response, marked)} />
        </li>,
      ])}
    </ol>
  );
}

/** Others of the conversation stay as Markdown. */
function standingIn(text: string, phrases: readonly string[]): readonly string[] {
  return phrases.filter((phrase) => text.includes(phrase));
}

/** What of the response is to be looked at. */
function phrasesIn({ cases = [] }: PageItem): readonly string[] {
  return cases.flatMap((one) =>
    one.about === 'claims' ? one.claims.map(({ claim }) => claim) : one.about === 'bias' ? [one.says] : [],
  );
}

/** With phrases to mark, the text is shown as it was written: Markdown would cut them up. */
function Part({
  title,
  text,
  marked = [],
}: {
  readonly title: string;
  readonly text: string;
  readonly marked?: readonly string[];
}) {
  return (
    <section class="part">
      <h2>{title}</h2>
      {text.trim() === '' ? (
        <p class="quiet">Empty.</p>
      ) : marked.length > 0 ? (
        <p class="marked">
          <Marked text={text} phrases={marked} />
        </p>
      ) : preferences.value.raw ? (
        <pre class="verbatim">{text}</pre>
      ) : (
        <div class="prose" dangerouslySetInnerHTML={{ __html: renderMarkdown(text) }} />
      )}
    </section>
  );
}
