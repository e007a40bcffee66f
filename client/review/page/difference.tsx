import { diffWordsWithSpace } from 'diff';

/** A long comparison gives up after this, and the texts are shown unmarked. */
const patienceMs = 100;

/** Two texts side by side; what only one of them has is marked in it, by more than colour. */
export function Difference(props: {
  readonly left: string;
  readonly right: string;
  readonly leftTitle: string;
  readonly rightTitle: string;
}) {
  const parts = diffWordsWithSpace(props.left, props.right, { timeout: patienceMs }) ?? [];
  return (
    <div class="difference">
      <figure>
        <figcaption>{props.leftTitle}</figcaption>
        <p>
          {parts.length === 0 ? props.left : null}
          {parts.map((part, index) =>
            part.added ? null : part.removed ? <del key={index}>{part.value}</del> : part.value,
          )}
        </p>
      </figure>
      <figure>
        <figcaption>{props.rightTitle}</figcaption>
        <p>
          {parts.length === 0 ? props.right : null}
          {parts.map((part, index) =>
            part.removed ? null : part.added ? <ins key={index}>{part.value}</ins> : part.value,
          )}
        </p>
      </figure>
    </div>
  );
}
