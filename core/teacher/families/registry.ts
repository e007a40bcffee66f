import { RecentlyUsed } from '../../foundations/recentlyUsed';
import { claude } from './claude';
import { deepseekR1 } from './deepseekR1';
import type { ModelFamily } from './family';
import { geminiThinking } from './geminiThinking';
import { gptOss } from './gptOss';
import { magistral } from './magistral';
import { openaiReasoning } from './openaiReasoning';
import { qwen3 } from './qwen3';

export const families: readonly ModelFamily[] = [
  openaiReasoning,
  gptOss,
  claude,
  geminiThinking,
  deepseekR1,
  qwen3,
  magistral,
];

/** Each parameter of each request asks for its model's. */
const known = new RecentlyUsed<string, { readonly family: ModelFamily | undefined }>(64);

/** The family of a model, by its name: `openai/gpt-5-mini` is a GPT-5, whoever serves it. */
export function familyOf(model: string): ModelFamily | undefined {
  let found = known.get(model);
  if (!found) {
    const own = model.toLowerCase().split('/').at(-1) ?? '';
    known.set(model, (found = { family: families.find(({ isOf }) => isOf(own)) }));
  }
  return found.family;
}
