import { UserError } from '../../foundations/userError';

/** A split as somebody asked for it: a share of all pairs, a number of pairs, or what the others leave. */
export interface SplitSize {
  readonly name: string;
  readonly size: { readonly share: number } | { readonly pairs: number } | 'rest';
}

const usage = 'For example: --split train=0.9,test=0.1, or --split train,test=500';
const shares = { least: 0, most: 1 };

/**
 * Reads `train=0.9,test=0.1`: a number below 1 is a share, a whole one is a count of pairs, and one split may have none and takes the rest.
 *
 * @throws UserError where a name or number can't be read, or where sizes leave pairs that belong nowhere.
 */
export function parseSplits(text: string): readonly SplitSize[] {
  const splits = text.split(',').map((part) => splitOf(part.trim()));
  const names = splits.map(({ name }) => name);
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined) throw refused(`The split "${twice}" is there twice.`);
  if (splits.length < 2) throw refused('One split is the whole dataset.');
  const rests = splits.filter(({ size }) => size === 'rest').length;
  if (rests > 1) throw refused('Only one split may be without a size: it takes what the others leave.');
  const sum = splits.reduce(
    (total, { size }) => total + (size !== 'rest' && 'share' in size ? size.share : 0),
    0,
  );
  const isAllShares = splits.every(({ size }) => size !== 'rest' && 'share' in size);
  if (sum > shares.most + 1e-9 || (isAllShares && Math.abs(sum - shares.most) > 1e-9))
    throw refused(`The shares add up to ${Number(sum.toFixed(6))}, and not to 1.`);
  if (rests === 0 && !isAllShares)
    throw refused('With numbers of pairs, one split must be without a size: it takes the rest.');
  return splits;
}

function splitOf(part: string): SplitSize {
  const [, name, size] = /^([A-Za-z]\w*)(?:=(.*))?$/.exec(part) ?? [];
  if (name === undefined)
    throw refused(`"${part}" names no split: letters, digits and underscores, then = and a size.`);
  if (size === undefined) return { name, size: 'rest' };
  const number = Number(size);
  if (size !== '' && number > shares.least && number < shares.most) return { name, size: { share: number } };
  if (/^[1-9]\d*$/.test(size)) return { name, size: { pairs: number } };
  throw refused(`"${size}" is no size of a split: a share above 0 and below 1, or a whole number of pairs.`);
}

function refused(message: string): UserError {
  return new UserError(message, { mend: usage });
}

/**
 * Pairs of each split, of so many in all: not rounded, adding up to all of them.
 *
 * @throws UserError where the sizes ask for more pairs than there are.
 */
export function pairsOfSplits(splits: readonly SplitSize[], all: number): readonly number[] {
  const asked = splits.map(({ size }) =>
    size === 'rest' ? 0 : 'share' in size ? size.share * all : size.pairs,
  );
  const rest = all - asked.reduce((sum, pairs) => sum + pairs, 0);
  const hasRest = splits.some(({ size }) => size === 'rest');
  if (rest < -1e-6 || (hasRest && rest <= 0))
    throw refused(
      `The splits ask for ${Math.round(all - rest)} pairs or more, and the run has ${all} accepted.`,
    );
  return splits.map(({ size }, at) => (size === 'rest' ? rest : (asked[at] ?? 0)));
}
