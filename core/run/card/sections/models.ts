import type { CardFacts } from '../cardFacts';
import { table } from '../markdown';

/** Who was asked, and not who would have been. */
export function models({ setup: { roles, judges = [], routes }, asked }: CardFacts): string {
  const configured = [...Object.values(roles), ...judges, ...routes];
  const licences = asked.map(
    ({ endpoint, model }) =>
      configured.find((one) => one.endpoint === endpoint && one.model === model)?.license,
  );
  return [
    '## Models',
    ...(asked.length === 0
      ? ['No model answered.']
      : [
          table(
            ['role', 'model', 'endpoint', 'licence or terms, as configured'],
            asked.map(({ role, model, endpoint }, at) => [
              role,
              model,
              endpoint,
              licences[at] ?? 'not known',
            ]),
          ),
          [
            ...(licences.includes(undefined)
              ? ['What is not known, the configuration of the run did not say.']
              : []),
            'Whether what a model wrote may be used for training is for its licence or its terms to say, and for you to find out.',
          ].join(' '),
        ]),
  ].join('\n\n');
}
