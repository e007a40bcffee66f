import { edited, namedTexts, titleOf } from '../../../core/review/pairTexts';
import type { ReviewEvidence } from '../../../core/review/reviewItem';
import type { Lineage, Origin } from '../../../core/vocabulary/lineage';
import type { PageItem } from '../server/messages';
import { Difference } from './difference';
import { verdictWords } from './verdictWords';
import type { Workbench } from './workbench';

/** What machines and others say of the pair: after the first verdict only. */
export function EvidencePanel({ bench, item }: { readonly bench: Workbench; readonly item: PageItem }) {
  const evidence = bench.evidence.value.get(item.item);
  const others = bench.others(item.item);
  const edit = bench.mine(item.item)?.edit;
  return (
    <aside class="findings" aria-label="Evidence">
      <h2>Evidence</h2>
      {others.length > 0 && (
        <section>
          <h3>Other reviewers</h3>
          <ul class="plain">
            {others.map((verdict) => (
              <li key={verdict.reviewer}>
                {verdict.reviewer}: {verdictWords(verdict)}
                {verdict.settles && <span class="quiet"> (settles the conflict)</span>}
              </li>
            ))}
          </ul>
        </section>
      )}
      {edit && (
        <section>
          <h3>Your edit</h3>
          {[...namedTexts(edited(item, edit))].map(([name, text]) => {
            const before = namedTexts(item).get(name) ?? '';
            return (
              text !== before && (
                <Difference
                  key={name}
                  left={before}
                  right={text}
                  leftTitle={`${titleOf(name, item)}, before`}
                  rightTitle="after"
                />
              )
            );
          })}
        </section>
      )}
      {evidence ? (
        <Findings evidence={evidence} item={item} />
      ) : (
        <p class="quiet">
          {evidence === null ? 'There are no scores for this pair.' : 'Fetching the evidence.'}
        </p>
      )}
    </aside>
  );
}

function Findings({ evidence, item }: { readonly evidence: ReviewEvidence; readonly item: PageItem }) {
  const { scores, nearest, lineage, decidedBy, reason, answers } = evidence;
  return (
    <>
      {decidedBy && (
        <p class="note">
          Rejected by the filter {decidedBy}
          {reason && `: ${reason}`}.
        </p>
      )}
      {answers && (
        <section>
          <h3>Both answers, as measured</h3>
          <table>
            <thead>
              <tr>
                <th scope="col">Measure</th>
                <th scope="col">This pair</th>
                <th scope="col">The other group</th>
              </tr>
            </thead>
            <tbody>
              {answers.map(({ measure, original, changed }) => (
                <tr key={measure}>
                  <th scope="row">{measure}</th>
                  <td>{figure(original)}</td>
                  <td>{figure(changed)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
      <section>
        <h3>Filters</h3>
        <table>
          <thead>
            <tr>
              <th scope="col">Filter</th>
              <th scope="col">Score</th>
              <th scope="col">Verdict</th>
            </tr>
          </thead>
          {scores.map((score) => (
            <tbody key={score.filter}>
              <tr>
                <th scope="row">{score.filter}</th>
                <td>{score.score === null ? '' : score.score.toFixed(2)}</td>
                <td>{score.passed ? 'passed' : <strong>failed</strong>}</td>
              </tr>
              {score.reason && (
                <tr>
                  <td colSpan={3} class="quiet">
                    {score.reason}
                  </td>
                </tr>
              )}
            </tbody>
          ))}
        </table>
      </section>
      <section>
        <h3>Nearest instruction</h3>
        {nearest ? (
          <>
            <p class="quiet">Similarity by ROUGE-L: {nearest.score.toFixed(2)}</p>
            <Difference
              left={item.instruction}
              right={nearest.instruction}
              leftTitle="this one"
              rightTitle="nearest"
            />
          </>
        ) : (
          <p class="quiet">There was nothing to compare it with.</p>
        )}
      </section>
      <section>
        <h3>How it came about</h3>
        <dl>
          {lineageRows(lineage).map(([term, text]) => (
            <div key={term}>
              <dt>{term}</dt>
              <dd>{text}</dd>
            </div>
          ))}
        </dl>
      </section>
    </>
  );
}

function figure(value: number): string {
  return Number.isInteger(value) ? String(value) : value.toFixed(2);
}

function lineageRows(lineage: Lineage): [term: string, text: string][] {
  const { strategy, prompts, examples, persona, attributes, template, parent, steps } = lineage;
  const rows: [string, string | undefined][] = [
    ['Strategy', strategy],
    ['Prompts', prompts.join(', ')],
    ['Examples shown', examples?.map(originWords).join(', ')],
    ['Persona', persona],
    ['Asked for', attributes && pairsWords(attributes)],
    ['Template', template && `${template.name} (${pairsWords(template.slots)})`],
    ['Made from', parent && originWords(parent)],
    ['Operators', steps?.map(({ operator, failed }) => operator + (failed ? ` (${failed})` : '')).join(', ')],
  ];
  return rows.filter((row): row is [string, string] => row[1] !== undefined && row[1] !== '');
}

function pairsWords(values: Readonly<Record<string, string | number | boolean | null>>): string {
  return Object.entries(values)
    .map(([name, value]) => `${name}: ${value}`)
    .join(', ');
}

function originWords(origin: Origin): string {
  if ('seed' in origin) return `seed ${origin.seed}`;
  if ('source' in origin) return `source ${origin.source}`;
  return `pair ${origin.pair.join('-')}`;
}
