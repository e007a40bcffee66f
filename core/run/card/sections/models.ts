import type { CardFacts } from '../cardFacts';
import { table } from '../markdown';

export function models({ setup }: CardFacts): string {
  const { roles, judges = [], routes, recipe } = setup;
  const asked = [
    ...Object.entries(roles).filter(([role]) => role !== 'judge' || judges.length === 0),
    ...judges.map((judge) => ['judge', judge] as const),
    ...routes.map((route) => ['respond', route] as const),
  ].filter(([role]) => role !== 'judge' || recipe.judge !== undefined);
  const isKnown = asked.every(([, { license }]) => license !== undefined);
  return [
    '## Models',
    table(
      ['role', 'model', 'endpoint', 'licence or terms, as configured'],
      asked.map(([role, { endpoint, model, license }]) => [role, model, endpoint, license ?? 'not known']),
    ),
    [
      ...(isKnown ? [] : ['What is not known, the configuration of the run did not say.']),
      'Whether what a model wrote may be used for training is for its licence or its terms to say, and for you to find out.',
    ].join(' '),
  ].join('\n\n');
}
