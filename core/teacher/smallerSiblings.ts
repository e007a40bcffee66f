/** How houses call their smaller models: what stands in the name of the larger one, and what of the smaller. */
const sizes: readonly (readonly [larger: RegExp, smaller: string])[] = [
  [/^(gpt-4o|gpt-4\.1|gpt-5(?:\.\d)?|o\d)$/, '$1-mini'],
  [/^(gpt-4\.1|gpt-5(?:\.\d)?)(?:-mini)?$/, '$1-nano'],
  [/^(claude-)opus(-.*)$/, '$1sonnet$2'],
  [/^(claude-)(?:opus|sonnet)(-.*)$/, '$1haiku$2'],
  [/^(gemini-[\d.]+-)pro$/, '$1flash'],
  [/^(gemini-[\d.]+-)(?:pro|flash)$/, '$1flash-lite'],
  [/^(mistral-)large(-.*)$/, '$1medium$2'],
  [/^(mistral-)(?:large|medium)(-.*)$/, '$1small$2'],
];

/** What smaller models of the same generation would be called. Whether there are any, and what they cost, a list of prices knows. */
export function smallerSiblings(model: string): readonly string[] {
  const at = model.lastIndexOf('/') + 1;
  const [before, own] = [model.slice(0, at), model.slice(at)];
  const named = sizes.flatMap(([larger, smaller]) =>
    larger.test(own) ? [before + own.replace(larger, smaller)] : [],
  );
  return [...new Set(named)];
}
