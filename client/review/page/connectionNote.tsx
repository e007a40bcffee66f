import { connection, refusedVerdicts, unsentCount } from './pageState';
import { itemsWords } from './verdictWords';

/** What is not at the server yet, and why. */
export function ConnectionNote() {
  const unsent = unsentCount.value;
  const refused = refusedVerdicts.value;
  const { state } = connection.value;
  return (
    <div class="connection" role="status">
      {state === 'locked' && (
        <p>
          The server was started anew. Open the link that it printed, in this browser.
          {unsent > 0 && ` ${itemsWords(unsent, 'verdict')} kept here until then.`}
        </p>
      )}
      {state === 'away' && (
        <p>
          <strong>{unsent} unsent.</strong> The server does not answer; what you decide is kept in this
          browser and sent when it does.
        </p>
      )}
      {refused.map(({ given, why }) => (
        <p key={`${given.item}-${given.revision}`}>
          The verdict on pair {given.item} was not taken: {why}
        </p>
      ))}
    </div>
  );
}
