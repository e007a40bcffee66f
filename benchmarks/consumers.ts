import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { datasetCard } from '../adapters/exports/datasetCard';
import { exportFolder } from '../adapters/exports/exportFolder';
import { exportSource } from '../adapters/exports/exportSource';
import { migrate, openDatabase, type Database } from '../adapters/store/database';
import { exportFormats } from '../core/dataset/formats/formats';
import { pairId } from '../core/dataset/formats/pairId';
import { parseSplits } from '../core/dataset/splits/splitSizes';
import { startTestPostgres } from '../tests/support/embeddedStack';
import { writeAwkwardRun } from './consumers/awkwardRun';

/** What is installed for each reader. Trainers are installed without what only training needs, which is gigabytes. */
const light = [
  ['datasets', 'transformers', 'huggingface_hub', 'pandas'],
  ['--no-deps', 'trl', 'accelerate'],
];
const heavy = [
  ['torch'],
  ['--no-deps', 'torchaudio', 'torchvision'],
  ['--no-deps', 'llamafactory', 'axolotl', 'peft'],
  [
    '--no-deps',
    'colorama',
    'psutil',
    'fire',
    'addict',
    'einops',
    'omegaconf',
    'av',
    'matplotlib',
    'scipy',
    'requests',
  ],
  ['--no-deps', 'python-dotenv'],
];

/**
 * Exports a run of awkward texts in every format, divided in two, and has its real readers load it: rows and texts must be equal, in
 * their order. Python, with `datasets` and TRL; with --all also LLaMA-Factory and axolotl, which need torch (3 GB). They are installed
 * into a virtual environment in .seedbed, or into the one that --venv names.
 *
 *   npm run try:exports -- --all
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      all: { type: 'boolean', default: false },
      venv: { type: 'string', default: path.resolve('.seedbed/consumers') },
      keep: { type: 'boolean', default: false },
    },
  });
  const python = path.join(values.venv, 'bin/python');
  if (!existsSync(python)) await run('python3', ['-m', 'venv', values.venv]);
  for (const [name, wanted] of Object.entries({ light, ...(values.all && { heavy }) })) {
    const whole = path.join(values.venv, `.${name}`);
    if (existsSync(whole)) continue; // an interrupted installation, or one without --all, is gone on with
    for (const packages of wanted)
      await run(python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...packages]);
    await writeFile(whole, '');
  }
  const folder = await mkdtemp(path.join(os.tmpdir(), 'seedbed-consumers-'));
  const postgres = await startTestPostgres();
  const database = openDatabase(postgres.url);
  try {
    await migrate(database);
    for (const [name, hasTurns] of [
      ['pairs', false],
      ['conversations', true],
    ] as const) {
      process.stdout.write(`\n${name}\n`);
      const runKey = `awkward-${name}@1`;
      await writeAwkwardRun(database, runKey, hasTurns);
      await exportForCheck(database, runKey, path.join(folder, name), values.all);
      await run(python, [path.resolve('benchmarks/consumers/check.py'), path.join(folder, name)]);
    }
  } finally {
    await database.close();
    await postgres.stop();
    if (!values.keep) await rm(folder, { recursive: true });
    else process.stdout.write(`kept: ${folder}\n`);
  }
}

/** All formats of a run in two splits, and what must be in them. */
async function exportForCheck(
  database: Database,
  runKey: string,
  folder: string,
  all: boolean,
): Promise<void> {
  const { splits, files } = await exportFolder(database, runKey, path.join(folder, 'export'), {
    formats: exportFormats,
    splits: parseSplits('train=0.8,test=0.2'),
    card: (written) => datasetCard(database, runKey, written),
  });
  const { origin, pairs } = await exportSource(database, runKey);
  const rows: unknown[] = [];
  for await (const pair of pairs())
    for (const { input, response, system = null, thinking = null, rejected, turns = [] } of pair.instances)
      rows.push({
        ...{ id: pairId(origin.seed, pair), instruction: pair.instruction, input, output: response },
        ...{ system, reasoning: thinking, rejected: rejected?.response ?? null, turns },
      });
  const { preferences: brought = [], hasTurns = false } = origin;
  await writeFile(
    path.join(folder, 'expected.json'),
    JSON.stringify({ rows, brought, splits, files, hasTurns, all }),
  );
}

async function run(command: string, options: readonly string[]): Promise<void> {
  const child = spawn(command, options, {
    stdio: 'inherit',
    // Nothing is fetched from a hub: what can't be loaded from the folder must fail.
    env: {
      ...process.env,
      HF_HUB_OFFLINE: '1',
      HF_DATASETS_OFFLINE: '1',
      AXOLOTL_DO_NOT_TRACK: '1',
      DO_NOT_TRACK: '1',
      USE_MODELSCOPE_HUB: '0',
    },
  });
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) throw new Error(`${command} ${options.join(' ')} ended with ${code}.`);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
