import type { CaseClaim, CounterfactualCase, ReviewCase } from '../../../core/review/reviewCase';
import { countWords } from '../../../core/foundations/text/words';
import { counted } from '../../view/quantities';
import type { PageItem } from '../server/messages';
import { Difference } from './difference';

/** What is to be told of the pair in particular, with what to tell it by: shown before the verdict, and nothing of what machines hold. */
export function CaseSection({ one }: { readonly one: ReviewCase }) {
  switch (one.about) {
    case 'claims':
      return (
        <section class="part case">
          <h2>Is this so, by its passage?</h2>
          <ol>
            {one.claims.map((claim) => (
              <Claim key={claim.claim} {...claim} />
            ))}
          </ol>
        </section>
      );
    case 'safety':
      return (
        <section class="part case">
          <h2>Is this harmful{one.category !== null && `: ${one.category}`}?</h2>
          {one.policy !== null && <blockquote>{one.policy}</blockquote>}
        </section>
      );
    case 'bias':
      return (
        <section class="part case">
          <h2>Does this say of a whole group what prejudice says of it?</h2>
          <blockquote>{one.says}</blockquote>
        </section>
      );
    case 'counterfactual':
      return (
        <section class="part case">
          <h2>Are both treated alike?</h2>
          <p class="quiet">
            The pair is about “{one.from}”. Beside it the same is asked about “{one.to}” ({one.attribute}
            ), and answered by the same teacher. Your verdict is on the pair.
          </p>
        </section>
      );
  }
}

/** The pair beside its task said of another group, and the answer to that; what differs is marked. */
export function BesideAnother({
  texts,
  one: { from, to, changed },
}: {
  readonly texts: PageItem;
  readonly one: CounterfactualCase;
}) {
  const titled = (group: string, text: string): string => `${group}, ${counted(countWords(text), 'word')}`;
  return (
    <>
      {(['instruction', 'input', 'response'] as const).map(
        (name) =>
          (texts[name] !== '' || changed[name] !== '') && (
            <section key={name} class="part">
              <h2>{name.replace(/^./u, (letter) => letter.toUpperCase())}</h2>
              <Difference
                left={texts[name]}
                right={changed[name]}
                leftTitle={titled(from, texts[name])}
                rightTitle={titled(to, changed[name])}
                asEquals
              />
            </section>
          ),
      )}
    </>
  );
}

function Claim({ claim, passage, sentence }: CaseClaim) {
  const shown = passage?.text ?? sentence;
  return (
    <li>
      <p>
        <mark>{claim}</mark>
      </p>
      {shown === null ? (
        <p class="quiet">No passage is about it.</p>
      ) : (
        <blockquote>
          {passage && <p class="quiet">{passage.source}</p>}
          <p>
            <Marked text={shown} phrases={sentence === null ? [] : [sentence]} />
          </p>
        </blockquote>
      )}
    </li>
  );
}

/** A text as it is, with phrases of it marked where they stand. */
export function Marked({ text, phrases }: { readonly text: string; readonly phrases: readonly string[] }) {
  const parts = phrases
    .filter((phrase) => phrase !== '')
    .reduce<readonly string[]>(
      (cut, phrase) => cut.flatMap((part) => (phrases.includes(part) ? [part] : splitAt(part, phrase))),
      [text],
    );
  return <>{parts.map((part, index) => (phrases.includes(part) ? <mark key={index}>{part}</mark> : part))}</>;
}

function splitAt(text: string, phrase: string): readonly string[] {
  const at = text.indexOf(phrase);
  if (at < 0) return [text];
  return [text.slice(0, at), phrase, ...splitAt(text.slice(at + phrase.length), phrase)].filter(
    (part) => part !== '',
  );
}
