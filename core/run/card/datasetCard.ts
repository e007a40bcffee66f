import type { RunMaterials, RunSetup } from '../../recipe/runSetup';
import { parquetColumns } from '../../dataset/formats/parquetWriter';
import { fewestForShares, type PeopleReport } from '../../review/statistics';
import type { RunStatus } from '../status';

/** What a card is written from: all of it happened, nothing is assumed. */
export interface CardFacts {
  readonly dataset: string;
  readonly splits: readonly { readonly name: string; readonly pairs: number; readonly rows: number }[];
  readonly setup: RunSetup;
  readonly materials: RunMaterials;
  readonly status: Pick<RunStatus, 'funnel' | 'rejectedBy' | 'cost'>;
  /** Null where nobody was asked. */
  readonly people: PeopleReport | null;
  /** Filters that scored candidates: what they passed and rejected. */
  readonly filters: readonly { readonly name: string; readonly scored: number; readonly rejected: number }[];
}

const unknown = 'Not known.';

/** The hub's buckets of `size_categories`. */
const sizes = [
  [1_000, 'n<1K'],
  [10_000, '1K<n<10K'],
  [100_000, '10K<n<100K'],
  [1_000_000, '100K<n<1M'],
  [10_000_000, '1M<n<10M'],
  [100_000_000, '10M<n<100M'],
] as const;

/**
 * The dataset's card as the hub of Hugging Face shows it: front matter that its validator takes, then how the set was made, who looked at
 * it, and what is not known. Equal facts give equal bytes.
 */
export function datasetCard(facts: CardFacts): string {
  const sections = [
    `# ${facts.dataset}`,
    summary(facts),
    procedure(facts),
    models(facts),
    screening(facts),
    reviews(facts),
    money(facts),
    limits(facts),
  ];
  return `${frontMatter(facts)}${sections.join('\n\n')}\n`;
}

function frontMatter({ dataset, splits }: CardFacts): string {
  const rows = splits.reduce((sum, split) => sum + split.rows, 0);
  const size = sizes.find(([below]) => rows < below)?.[1] ?? '100M<n<1B';
  return [
    '---',
    `pretty_name: ${JSON.stringify(dataset)}`,
    'task_categories:',
    '- text-generation',
    'tags:',
    '- synthetic',
    '- instruction-tuning',
    '- seedbed',
    'size_categories:',
    `- ${size}`,
    'configs:',
    '- config_name: default',
    '  data_files:',
    ...splits.flatMap(({ name }) => [`  - split: ${name}`, `    path: data/${name}-*`]),
    'dataset_info:',
    '  features:',
    ...parquetColumns.flatMap(({ name }) => [`  - name: ${name}`, '    dtype: string']),
    '---',
    '',
    '',
  ].join('\n');
}

function summary({ splits, setup }: CardFacts): string {
  const pairs = splits.reduce((sum, split) => sum + split.pairs, 0);
  return [
    `${count(pairs)} instruction-response pairs, written by language models from the recipe "${inline(setup.recipe.name)}" by Seedbed.`,
    table(
      ['split', 'pairs', 'rows'],
      splits.map((split) => [split.name, count(split.pairs), count(split.rows)]),
    ),
    ...(splits.length > 1
      ? [
          'Near-duplicates (ROUGE-L above 0.7), pairs of one family and those that descend from one another are in one split.',
        ]
      : []),
  ].join('\n\n');
}

function procedure({ setup, materials }: CardFacts): string {
  const { recipe } = setup;
  const counted = (items: readonly unknown[], what: string) =>
    items.length > 0 ? [`${count(items.length)} ${what}`] : [];
  const from = [
    ...counted(materials.seeds, 'seed tasks'),
    ...counted(materials.sources, 'tasks of an existing set'),
    ...counted(materials.personas, 'personas'),
  ];
  return [
    '## How it was made',
    `Target: ${count(recipe.target)} accepted pairs; random seed ${recipe.seed}. Grown from ${from.length > 0 ? from.join(', ') : 'nothing but its recipe'}.`,
    `Licence of the seeds and of the existing set: ${unknown} The recipe doesn't say. Licence of this dataset: not chosen; set \`license\` above before you publish it.`,
  ].join('\n\n');
}

function models({ setup }: CardFacts): string {
  const { roles, judges = [], routes } = setup;
  const asked = [
    ...Object.entries(roles),
    ...judges.map((judge) => ['judge', judge] as const),
    ...routes.map((route) => ['respond', route] as const),
  ];
  const rows = asked.map(([role, { endpoint, model }]) => [role, model, endpoint]);
  return [
    '## Models',
    table(['role', 'model', 'endpoint'], rows),
    `Licences and terms of use of these models: ${unknown} Whether their output may be used for training is for you to find out.`,
  ].join('\n\n');
}

function screening({ status, filters, materials }: CardFacts): string {
  const { funnel, rejectedBy } = status;
  const states = Object.entries(funnel).map(([state, candidates]) => [state, count(candidates)]);
  const worth = filters.map(({ name, scored, rejected }) => [
    name,
    count(scored),
    count(rejected),
    count(rejectedBy[name] ?? 0),
    scored > 0 ? `${((100 * rejected) / scored).toFixed(1)} %` : '',
  ]);
  const items = materials.evaluation?.length ?? 0;
  return [
    '## What was kept, and what was not',
    table(['candidates', 'number'], states),
    'What each filter looked at and rejected; `decided` counts candidates that it was the first to reject.',
    worth.length > 0 ? table(['filter', 'looked at', 'rejected', 'decided', 'share'], worth) : unknown,
    items > 0
      ? `Decontamination: compared with ${count(items)} items of evaluation sets.`
      : 'Decontamination: none. The recipe names no evaluation set.',
  ].join('\n\n');
}

function reviews({ people }: CardFacts): string {
  return ['## Reviews by people', people === null ? 'Nobody reviewed it.' : reviewed(people)].join('\n\n');
}

function reviewed({ items, judged, verdicts, reviewers, agreement, good }: PeopleReport): string {
  const said = Object.entries(verdicts).map(([verdict, times]) => `${verdict} ${count(times)}`);
  const percent = (share: number) => `${(100 * share).toFixed(0)} %`;
  return [
    `${count(judged)} of ${count(items)} drawn items were judged by ${count(reviewers.length)} ${reviewers.length === 1 ? 'person' : 'people'}: ${said.join(', ')}.`,
    good === null
      ? 'Share of good pairs: not known, since nobody judged a random sample.'
      : `Good as they were, of all that passed the filters: ${percent(good.share)} (95 %: ${percent(good.interval[0])} to ${percent(good.interval[1])}, from ${count(good.items)} items).`,
    agreement === null
      ? 'Agreement: not known, since nobody saw the same items.'
      : `Agreement (${agreement.measure === 'cohenKappa' ? "Cohen's kappa" : "Krippendorff's alpha"}): ${agreement.value.toFixed(2)} (95 %: ${agreement.interval[0].toFixed(2)} to ${agreement.interval[1].toFixed(2)}, from ${count(agreement.items)} items${agreement.items < fewestForShares ? ': too few to say much' : ''}).`,
  ].join('\n\n');
}

function money({ status: { cost } }: CardFacts): string {
  const usd = cost.usd === null ? unknown : `$${cost.usd}.`;
  return [
    '## Cost',
    `Of all requests to models: ${usd}${cost.unpriced > 0 ? ` ${count(cost.unpriced)} of them have no known price.` : ''}`,
  ].join('\n\n');
}

function limits({ people }: CardFacts): string {
  return [
    '## Known limits',
    [
      '- Its texts are written by models: they may be wrong, biased, or close to what the models were trained on.',
      '- Bias was not measured.',
      ...(people === null ? ['- No person has read it.'] : ['- People read a sample of it, not all.']),
      '- Whether training on it helps was not measured.',
    ].join('\n'),
  ].join('\n\n');
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(inline).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** Nothing of a name may open a table, a link or a tag. */
function inline(text: string): string {
  return text.replace(/[|<>[\]`*_\\]/g, (sign) => `\\${sign}`).replace(/\s+/g, ' ');
}

function count(number: number): string {
  return number.toLocaleString('en');
}
