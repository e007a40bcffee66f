import { setTimeout as delay } from 'node:timers/promises';
import type { Database } from '../adapters/store/database';
import { Holder } from '../adapters/store/holder';
import { Ledger } from '../adapters/store/ledger';
import { callKey } from '../core/teacher/callKey';
import type { TeacherAnswer, TeacherRequest } from '../core/teacher/request';
import { seededRandom } from '../core/foundations/seededRandom';
import { processorSeconds } from './processUse';

export interface LedgerLoad {
  readonly requests: number;
  readonly slots: number;
  /** Mean of what an answer takes; each one takes between half of it and one and a half. */
  readonly latencyMs: number;
}

export interface LedgerUse {
  readonly seconds: number;
  /** Processor seconds for 1,000 requests. */
  readonly worker: number;
  readonly postgres: number;
  /** Milliseconds that the ledger's part of a request took, all three steps together: half of them less, and nearly all. */
  readonly waited: { readonly median: number; readonly most: number };
}

const words =
  'Write a short note that tells the people of a small town by the sea how the new library will open its doors next spring and what they may bring'.split(
    ' ',
  );

/** As a purchaser does: look up, reserve, wait for the endpoint, settle. So many at once as there are slots. */
export async function putThroughLedger(
  database: Database,
  postgres: number,
  { requests, slots, latencyMs }: LedgerLoad,
): Promise<LedgerUse> {
  const holder = new Holder(database, 'bench:store');
  await holder.start();
  const ledger = new Ledger(database, holder);
  const random = seededRandom(7, 'ledger load');
  const runKey = `load-${slots}-${latencyMs}~0f3b6b6a-3f2a-4c1b-9d2e-7a5c1e0b2d4f`;
  const text = (count: number): string =>
    Array.from({ length: count }, () => words[random.below(words.length)]).join(' ');
  const asked = Array.from({ length: requests }, (_, index): TeacherRequest => {
    const isProposal = index % 6 === 0;
    return {
      role: isProposal ? 'propose' : 'respond',
      endpoint: 'somewhere',
      model: 'some-model',
      // A proposal shows eight examples and says what it asks for; a response's prompt is its instruction.
      prompt: { kind: 'chat', messages: [{ role: 'user', content: text(isProposal ? 500 : 90) }] },
      parameters: { temperature: 0.7, max_tokens: 1024 },
      sample: `0/${index}`,
    };
  });
  const answers = asked.map(({ role }): TeacherAnswer => {
    const length = role === 'propose' ? 260 : 180;
    return {
      text: text(length),
      finishReason: 'stop',
      promptTokens: role === 'propose' ? 650 : 120,
      completionTokens: Math.round(length * 1.3),
      requestId: 'chatcmpl-7f3a6b6a3f2a4c1b9d2e',
    };
  });
  const keys = asked.map((request) => callKey(request));
  const waited: number[] = [];
  let next = 0;
  const before = processorSeconds([postgres]);
  const own = process.cpuUsage();
  const startedAt = performance.now();
  await Promise.all(
    Array.from({ length: slots }, async () => {
      for (let index = next++; index < requests; index = next++) {
        const [request, answer, key] = [asked[index]!, answers[index]!, keys[index]!];
        const address = { scope: runKey, runKey, iteration: Math.floor(index / 2_000) };
        const askedAt = performance.now();
        await ledger.find(address.scope, key);
        const outcome = await ledger.reserve(address, key, request);
        const sentAt = performance.now();
        if (outcome.kind !== 'reserved') throw new Error(`It was ${outcome.kind}.`);
        await delay(latencyMs * (0.5 + random.uniform()));
        const answeredAt = performance.now();
        await ledger.settle(outcome.reservation, answer, 0.000_12, { max_tokens: 1024, temperature: 0.7 });
        waited.push(sentAt - askedAt + performance.now() - answeredAt);
      }
    }),
  );
  const seconds = (performance.now() - startedAt) / 1_000;
  const { user, system } = process.cpuUsage(own);
  const thousands = requests / 1_000;
  const use = {
    seconds,
    worker: (user + system) / 1e6 / thousands,
    postgres: (processorSeconds([postgres]) - before) / thousands,
    waited: quantiles(waited),
  };
  await holder.stop();
  return use;
}

function quantiles(milliseconds: readonly number[]): LedgerUse['waited'] {
  const sorted = [...milliseconds].sort((one, other) => one - other);
  const at = (share: number): number => sorted[Math.floor(share * (sorted.length - 1))] ?? NaN;
  return { median: at(0.5), most: at(0.99) };
}
