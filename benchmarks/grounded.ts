/**
 * What the check of claims against passages finds of planted false claims, and wrongly flags, with 95 % intervals: by comparison alone, and
 * with a judge for what that leaves in doubt. The judge is simulated from the truth, and errs as often as it is told to.
 *
 *     npm run bench:grounded
 *     npm run bench:grounded -- --halueval FILE     # qa data of github.com/RUCAIBox/HaluEval
 *     npm run bench:grounded -- --count 2000 --seed 1 --miss 0.1 --alarm 0.05 --show 5
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { seededRandom } from '../core/foundations/seededRandom';
import { wilsonInterval } from '../core/foundations/statistics/yieldInterval';
import { claimsOf } from '../core/screening/grounding/claims';
import { compareClaim, Evidence, type ComparedClaim } from '../core/screening/grounding/compareClaim';
import { groundedAnswers, plantedKinds, type GroundedAnswer, type PlantedKind } from './groundedAnswers';

interface Judged {
  readonly answer: GroundedAnswer;
  readonly compared: readonly ComparedClaim[];
  /** Whether a claim is contradicted or found nowhere: by comparison alone, and with the judge. */
  readonly alone: boolean;
  readonly withJudge: boolean;
  readonly asked: number;
}

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '1200' },
    seed: { type: 'string', default: '1' },
    miss: { type: 'string', default: '0.1' },
    alarm: { type: 'string', default: '0.03' },
    show: { type: 'string', default: '0' },
    halueval: { type: 'string' },
  },
});

function main(): void {
  if (values.halueval !== undefined) return printHaluEval(values.halueval);
  const answers = groundedAnswers(Number(values.count), Number(values.seed));
  const judged = answers.map(judge);
  const planted = judged.filter(({ answer }) => answer.planted);
  const claims = judged.reduce((sum, { compared }) => sum + compared.length, 0);
  const asked = judged.reduce((sum, one) => sum + one.asked, 0);
  console.log(
    `${judged.length} responses, ${planted.length} with one false claim. The judge overlooks ${values.miss} of false claims and takes ${values.alarm} of true ones for false; it is asked about ${asked} of ${claims} claims.\n`,
  );
  console.log('| by | precision | recall |\n| --- | --- | --- |');
  const facts: readonly PlantedKind[] = ['number', 'name', 'date'];
  row('comparison alone', judged, ({ alone }) => alone);
  row(
    'comparison alone: numbers, names, dates',
    judged.filter(({ answer }) => !answer.planted || facts.includes(answer.planted.kind)),
    ({ alone }) => alone,
  );
  row('comparison and judge', judged, ({ withJudge }) => withJudge);
  console.log('\n| planted | of | found by comparison alone | with the judge |\n| --- | --- | --- | --- |');
  for (const kind of plantedKinds) {
    const own = planted.filter(({ answer }) => answer.planted?.kind === kind);
    const found = (is: (one: Judged) => boolean): string => share(own.filter(is).length, own.length);
    console.log(
      `| ${kind} | ${own.length} | ${found(({ alone }) => alone)} | ${found(({ withJudge }) => withJudge)} |`,
    );
  }
  const mistaken = judged.filter(({ answer, withJudge }) => (answer.planted !== undefined) !== withJudge);
  for (const { answer, compared } of mistaken.slice(0, Number(values.show)))
    console.log(
      `\n${JSON.stringify(answer.planted)}\n${compared.map(({ claim, verdict, reason }) => `${verdict}: ${claim} (${reason})`).join('\n')}`,
    );
}

/** Short answers with a passage, right and hallucinated ones: by comparison alone. */
function printHaluEval(path: string): void {
  const rows = readFileSync(path, 'utf8').trim().split('\n').map((line) => JSON.parse(line) as Readonly<Record<string, string>>); // prettier-ignore
  console.log(
    '| HaluEval, questions and answers | of | rejected | supported | in doubt |\n| --- | --- | --- | --- | --- |',
  );
  for (const kind of ['right_answer', 'hallucinated_answer']) {
    const verdicts = rows.map((row) => {
      const evidence = new Evidence([row['knowledge'] ?? '']);
      const compared = claimsOf(row[kind] ?? '').map((claim) =>
        compareClaim(claim, evidence, row['question']),
      );
      if (compared.some(({ verdict }) => verdict === 'contradicted' || verdict === 'notFound'))
        return 'rejected';
      return compared.some(({ verdict }) => verdict === 'doubtful') ? 'in doubt' : 'supported';
    });
    const of = (what: string): string => share(verdicts.filter((one) => one === what).length, rows.length);
    console.log(`| ${kind} | ${rows.length} | ${of('rejected')} | ${of('supported')} | ${of('in doubt')} |`);
  }
}

function judge(answer: GroundedAnswer, index: number): Judged {
  const evidence = new Evidence(answer.passages);
  const compared = answer.sentences.map((sentence) => compareClaim(sentence, evidence, answer.instruction));
  const isBad = ({ verdict }: ComparedClaim): boolean => verdict === 'contradicted' || verdict === 'notFound';
  const judgedBad = compared.some((claim, sentence) => {
    if (claim.verdict !== 'doubtful') return isBad(claim);
    const isFalse = answer.planted?.sentence === sentence;
    const luck = seededRandom(Number(values.seed), 'judge', index, sentence).uniform();
    return isFalse ? luck >= Number(values.miss) : luck < Number(values.alarm);
  });
  const asked = compared.filter(({ verdict }) => verdict === 'doubtful').length;
  return { answer, compared, alone: compared.some(isBad), withJudge: judgedBad, asked };
}

function row(by: string, judged: readonly Judged[], flags: (one: Judged) => boolean): void {
  const planted = judged.filter(({ answer }) => answer.planted);
  const flagged = judged.filter(flags);
  const hits = planted.filter(flags).length;
  console.log(`| ${by} | ${share(hits, flagged.length)} | ${share(hits, planted.length)} |`);
}

function share(successes: number, trials: number): string {
  const [low, high] = wilsonInterval(successes, trials);
  const percent = (value: number): string => (value * 100).toFixed(0);
  return `${percent(successes / Math.max(1, trials))} % (${percent(low)} to ${percent(high)})`;
}

main();
