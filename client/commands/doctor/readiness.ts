import type { Finding } from '../../../adapters/stack/inspection';

/** What all that was looked at comes to, and what to type next. A teacher of its own is no part that everybody needs. */
export function readiness(findings: readonly Finding[]): string {
  const missing = findings.filter(({ state }) => state === 'missing').length;
  if (missing > 0) return `${missing} missing, see above.`;
  const parts = findings.filter(({ subject }) => needed.has(subject));
  const isUp = parts.length > 0 && parts.every(({ state }) => state === 'found');
  return isUp
    ? 'Ready, and up. Next: seedbed run quickstart, or a recipe of yours'
    : 'Ready. Next: seedbed up';
}

const needed = new Set(['running postgres', 'running temporal', 'running worker']);
