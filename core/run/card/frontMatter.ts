import { parquetColumns } from '../../dataset/formats/parquetWriter';
import type { CardFacts } from './cardFacts';
import { hubLicense } from './hubLicenses';

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
 * The card's metadata, as the hub of Hugging Face specifies it (huggingface/hub-docs, datasetcard.md). What is not known is left out: the
 * hub shows a dataset without a licence as one without.
 */
export function frontMatter({
  dataset,
  origin,
  splits,
  setup: { recipe },
  materials,
  languages,
}: CardFacts): string {
  const rows = splits.reduce((sum, split) => sum + split.rows, 0);
  const size = sizes.find(([below]) => rows < below)?.[1] ?? '100M<n<1B';
  const license = recipe.license === undefined ? {} : hubLicense(recipe.license);
  const known = (languages.length > 0 ? languages : [recipe.language]).filter(
    (language) => language !== 'und',
  );
  return [
    '---',
    `pretty_name: ${JSON.stringify(dataset)}`,
    ...Object.entries(license).map(([field, value]) => `${field}: ${JSON.stringify(value)}`),
    ...(known.length > 0 ? ['language:'] : []),
    // Quoted: "no" is a language, and false in YAML.
    ...known.map((language) => `- ${JSON.stringify(language)}`),
    'annotations_creators:',
    '- machine-generated',
    'language_creators:',
    '- machine-generated',
    'source_datasets:',
    `- ${materials.sources.length > 0 ? 'extended' : 'original'}`,
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
    ...parquetColumns(origin).flatMap(({ name, isChat }) => [
      `  - name: ${name}`,
      ...(isChat
        ? [
            '    list:',
            ...['role', 'content'].flatMap((field) => [`    - name: ${field}`, '      dtype: string']),
          ]
        : ['    dtype: string']),
    ]),
    '---',
    '',
    '',
  ].join('\n');
}
