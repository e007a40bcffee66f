import { embedderCheck, type ReadTexts } from '../../foundations/statistics/textModel';
import type { Embed } from '../../foundations/embedding/embed';
import { questionText } from '../questionText';
import type { PairText } from './textFeatures';

/** The texts of pairs as a learned scorer reads them. Without an embedder, they have words and no meanings. */
export async function textsOf(pairs: readonly PairText[], embed: Embed | undefined): Promise<ReadTexts[]> {
  const words = pairs.map((pair) => ({ asked: questionText(pair), said: pair.response }));
  if (!embed) return words;
  const vectors = await embed(words.flatMap(({ asked, said }) => [asked, said]));
  return words.map((texts, index) => {
    const [asked, said] = [vectors[2 * index], vectors[2 * index + 1]];
    if (!asked || !said) throw new Error('the embedder gave too few vectors');
    return { ...texts, meanings: { asked, said } };
  });
}

/** The vector by which an embedder is known. */
export async function checkOf(embed: Embed): Promise<Float32Array> {
  const [vector] = await embed([embedderCheck]);
  if (!vector) throw new Error('the embedder gave too few vectors');
  return vector;
}
