import { diffWordsWithSpace } from 'diff';
import { isMostlyAlike } from '../../../core/review/isMostlyAlike';

/** A long comparison gives up after this, and the texts are shown unmarked. */
const patienceMs = 100;

/**
 * Two texts side by side; what only one of them has is marked in it, by more than colour. With `asEquals` neither is a change of the other: both have the
 * same marks, and only where they have half in common, since else all would be marked, and nothing told by it.
 */
export function Difference(props: {
  readonly left: string;
  readonly right: string;
  readonly leftTitle: string;
  readonly rightTitle: string;
  readonly asEquals?: boolean;
}) {
  const [Removed, Added] = props.asEquals ? (['mark', 'mark'] as const) : (['del', 'ins'] as const);
  const found = diffWordsWithSpace(props.left, props.right, { timeout: patienceMs }) ?? [];
  const parts = props.asEquals && !isMostlyAlike(found) ? [] : found;
  return (
    <div class="difference">
      <figure>
        <figcaption>{props.leftTitle}</figcaption>
        <p>
          {parts.length === 0 ? props.left : null}
          {parts.map((part, index) =>
            part.added ? null : part.removed ? <Removed key={index}>{part.value}</Removed> : part.value,
          )}
        </p>
      </figure>
      <figure>
        <figcaption>{props.rightTitle}</figcaption>
        <p>
          {parts.length === 0 ? props.right : null}
          {parts.map((part, index) =>
            part.removed ? null : part.added ? <Added key={index}>{part.value}</Added> : part.value,
          )}
        </p>
      </figure>
    </div>
  );
}
