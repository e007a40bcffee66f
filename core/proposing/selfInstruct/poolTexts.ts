import { textsOf } from '../../recipe/prompts/promptFile';
import type { RunSetup } from '../../recipe/runSetup';
import type { PoolTexts } from '../../vocabulary/poolEntry';

/** Examples in numbered lists are instructions, and of a prompt that asks for JSON its file says what is shown. */
export function poolTexts({ recipe, roles, prompts }: RunSetup): PoolTexts {
  const asked = recipe.selfInstruct.bring === 'pairs' ? 'proposePairs' : 'proposeDirected';
  const isList = asked === 'proposeDirected' && (roles.propose.completions || roles.propose.small);
  const showsMore = (prompts[asked] ?? []).some(({ file }) =>
    textsOf(file).some(({ text }) => /\b(?:input|response)\b/.test(text)),
  );
  return !isList && showsMore ? 'all' : 'instructions';
}
