import type { Finding } from '../../../../adapters/stack/inspection';
import { readiness } from '../../../../client/commands/doctor/readiness';

const findings = (states: Readonly<Record<string, Finding['state']>>): Finding[] =>
  Object.entries(states).map(([subject, state]) => ({ subject, state, detail: '' }));
const stack = { Node: 'found', 'running postgres': 'found', 'running temporal': 'found' } as const;

test.each([
  [
    'what is up is not to be started',
    { ...stack, 'running worker': 'found' },
    /^Ready, and up\. Next: seedbed run /,
  ],
  ['servers of your own are none of its parts', { 'running worker': 'found' }, /^Ready, and up\./],
  ['without a worker nothing is up', { ...stack, 'running worker': 'absent' }, /^Ready\. Next: seedbed up$/],
  [
    'a key that is missing comes first',
    { ...stack, 'running worker': 'found', teacher: 'missing' },
    /^1 missing/,
  ],
] as const)('%s', (_what, states, said) => {
  expect(readiness(findings(states))).toMatch(said);
});
