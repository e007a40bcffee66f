import type { LogProbabilities, TokenProbability } from './languageModel';

/**
 * Instruction-following difficulty: how much of the effort to predict a response is left once its instruction is known, the loss
 * of a response's tokens given the instruction over the loss without it (Li et al. 2023, arXiv:2308.12032, section 2.2). Near 1
 * the instruction does not help, so following it is hard; above 1 the two do not belong together; near 0 it is easy.
 * Undefined for a response without tokens, or one that is certain without its instruction.
 */
export async function followingDifficulty(
  pairs: readonly { readonly instruction: string; readonly response: string }[],
  logProbabilities: LogProbabilities,
): Promise<readonly (number | undefined)[]> {
  const figures = await logProbabilities(
    pairs.flatMap(({ instruction, response }) => [
      { context: instruction, text: response },
      { text: response },
    ]),
  );
  return pairs.map((_, index) => difficulty(figures[2 * index]!, figures[2 * index + 1]!));
}

/** Both losses are of the tokens that both have: some models tell nothing of a first token, and with its context a long text may be cut. */
export function difficulty(
  given: readonly TokenProbability[],
  alone: readonly TokenProbability[],
): number | undefined {
  const ofText = (figures: readonly TokenProbability[]) => figures.filter(({ end }) => !end);
  const [withContext, without] = [ofText(given), ofText(alone)];
  const missing = withContext[0]?.token === without[0]?.token ? 0 : 1;
  const length = Math.min(withContext.length - missing, without.length);
  const loss = (figures: readonly TokenProbability[]): number =>
    figures.reduce((sum, { logProbability }) => sum - logProbability, 0);
  const unconditional = loss(without.slice(0, Math.max(0, length)));
  return unconditional > 0 ? loss(withContext.slice(missing, missing + length)) / unconditional : undefined;
}
