import { resultStages } from '../../../stages';
import type { RunStatus } from '../../../status';
import { inWords } from '../inWords';
import type { SectionOf } from '../pageFigures';
import type { Section, Tone } from '../section';

/** What a candidate is that has passed a stage; others are "passed" it. */
const passed: Readonly<Record<string, string>> = {
  instruction: 'worth an answer',
  compare: 'another task',
  pair: 'answered well',
  judge: 'judged good',
  commit: 'still new',
};
const maxFilters = 12;

interface Flow {
  readonly nodes: Map<string, Tone>;
  readonly links: { readonly from: string; readonly to: string; readonly value: number }[];
}

/** Where candidates went. All numbers are the funnel's and the rejections' of `status`; the store says in which order filters decided. */
export const funnelSection: SectionOf<Section> = ({ status, figures }) => {
  const { funnel, rejectedBy } = status;
  if (funnel.proposed === 0) return undefined;
  const flow: Flow = { nodes: new Map([['proposed', 'plain']]), links: [] };
  const lead = (from: string, to: string, value: number, tone: Tone): void => {
    if (value <= 0) return;
    flow.nodes.set(to, tone);
    flow.links.push({ from, to, value });
  };
  const stageOf = decidingStages(figures.deciders);
  const filters = Object.entries(rejectedBy).sort(([, left], [, right]) => right - left);
  const shown = new Set(filters.slice(0, maxFilters).map(([filter]) => filter));
  let here = 'proposed';
  let left = funnel.proposed;
  for (const [state, name, tone] of [
    ['open', 'open', 'waiting'],
    ['quarantined', 'quarantined', 'bad'],
    ['abandoned', 'abandoned', 'waiting'],
  ] as const) {
    lead(here, name, funnel[state], tone);
    left -= funnel[state];
  }
  const known = [...new Set([...resultStages, ...stageOf.values()])];
  for (const stage of [undefined, ...known]) {
    const out = filters.filter(([filter]) => stageOf.get(filter) === stage);
    let others = 0;
    for (const [filter, candidates] of out) {
      if (shown.has(filter)) lead(here, `✗ ${filter}`, candidates, 'bad');
      else others += candidates;
      left -= candidates;
    }
    lead(here, stage === undefined ? '✗ others' : `✗ others (${stage})`, others, 'bad');
    if (stage === undefined || out.length === 0 || left <= 0) continue;
    const next = passed[stage] ?? `passed ${stage}`;
    lead(here, next, left, 'plain');
    here = next;
  }
  lead(here, 'accepted', funnel.accepted, 'good');
  lead(here, 'awaiting review', funnel.awaitingReview, 'waiting');
  lead(here, 'declined', funnel.declined, 'bad');
  // What was rejected by nobody who is known: runs from before that was kept.
  const told = filters.reduce((sum, [, candidates]) => sum + candidates, 0);
  lead('proposed', '✗ unknown', funnel.rejected - told, 'bad');
  const share = funnel.accepted / funnel.proposed;
  return {
    id: 'funnel',
    title: 'Where candidates went',
    says: [`Of 100 candidates ${(100 * share).toFixed(0)} were accepted.`, ...whyNot(status)],
    charts: [
      {
        title: 'The funnel',
        description:
          'From what was proposed, by the checks in their order, to what was accepted; what leaves on the way ends at the filter that rejected it.',
        drawing: {
          kind: 'flow',
          nodes: [...flow.nodes].map(([name, tone]) => ({ name, tone })),
          links: flow.links,
        },
        table: {
          columns: [
            { title: 'from', kind: 'text' },
            { title: 'to', kind: 'text' },
            { title: 'candidates', kind: 'count' },
            { title: 'of all', kind: 'share' },
          ],
          rows: flow.links.map(({ from, to, value }) => [from, to, value, value / funnel.proposed]),
        },
      },
    ],
  };
};

/** The largest of all reasons why candidates that were decided are not in the dataset. */
function whyNot({ funnel, rejectedBy, quarantinedBy }: RunStatus): string[] {
  const by = Object.entries(quarantinedBy).map(([filter, candidates]) => `${filter} ${inWords(candidates)}`);
  const reasons: [candidates: number, reason: string][] = [
    ...Object.entries(rejectedBy).map(([filter, candidates]): [number, string] => [
      candidates,
      `rejected by ${filter}`,
    ]),
    [funnel.quarantined, `quarantined${by.length > 0 ? ` (by ${by.join(', ')})` : ''}`],
    [funnel.declined, 'declined by people'],
  ];
  const [first] = reasons.sort(([left], [right]) => right - left);
  const all = funnel.rejected + funnel.quarantined + funnel.declined;
  if (!first || first[0] === 0) return [];
  const [candidates, reason] = first;
  const share = candidates > all / 2 ? 'Most' : 'The largest part';
  return [`${share} of what was thrown out was ${reason}: ${inWords(candidates)} of ${inWords(all)}.`];
}

/** The stage in which each filter decided most often. */
function decidingStages(
  deciders: readonly { readonly filter: string; readonly stage: string; readonly candidates: number }[],
): Map<string, string> {
  const most = new Map<string, { readonly stage: string; readonly candidates: number }>();
  for (const { filter, stage, candidates } of deciders) {
    if (candidates > (most.get(filter)?.candidates ?? 0)) most.set(filter, { stage, candidates });
  }
  return new Map([...most].map(([filter, { stage }]) => [filter, stage]));
}
