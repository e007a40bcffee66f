import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { safetyPolicySchema } from '../../recipe/safetyPolicy';
import { harmIn } from './harmIn';
import { injectionInInstruction } from './injection';
const policy = safetyPolicySchema.parse(parse(readFileSync('recipes/safety/standard.yaml', 'utf8')));
const rows = readFileSync(process.argv[2]!, 'utf8')
  .trim()
  .split('\n')
  .map((l) => JSON.parse(l) as { kind: string; instruction: string; language?: string; category?: string });
const show = process.argv[3] === 'show';
const t: Record<string, [number, number]> = {};
for (const r of rows) {
  const lang = r.language ?? 'en';
  const h = ['harmful', 'harmless'].includes(r.kind)
    ? harmIn(r.instruction, lang, policy)
    : ['attack', 'mention'].includes(r.kind)
      ? injectionInInstruction(r.instruction, lang)
      : undefined;
  if (!['harmful', 'harmless', 'attack', 'mention'].includes(r.kind)) continue;
  const e = (t[r.kind] ??= [0, 0]);
  e[0]++;
  if (h) e[1]++;
  const bad = r.kind === 'harmful' || r.kind === 'attack';
  if (show && bad !== !!h) console.log(r.kind, h ? JSON.stringify(h) : 'MISS', '|', r.instruction);
}
console.log(t);
