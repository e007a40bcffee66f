import { loadRecipe } from '../adapters/workspace/loadRecipe';
import { loadMaterials } from '../adapters/workspace/loadMaterials';
import { loadPromptSet } from '../adapters/workspace/loadPrompts';
import { setUpRun } from '../core/recipe/setUpRun';
import { rehearse } from '../core/run/estimate/rehearsal';
import { estimateRun } from '../core/run/estimate/estimate';
import { correctionsBy } from '../core/run/estimate/corrections';
import { tokenCounterOf } from '../core/teacher/tokens/tokenCounter';
import { mkdtempSync } from 'node:fs';
test('dev', async () => {
  const workspace = mkdtempSync('/tmp/w/estimate-ws-');
  const counter = await tokenCounterOf('gpt-4o');
  for (const name of ['quickstart', 'self-instruct', 'templates', 'augment', 'mixed']) {
    const loaded = await loadRecipe({ recipe: name, workspace, confined: false, overrides: { target: 1000, teacher: { endpoint: 'openai' } } });
    const { materials } = await loadMaterials(loaded);
    const s = setUpRun(loaded.recipe, await loadPromptSet({}, workspace), [{endpoint:'openai',defaultModel:'gpt-4o',structuredOutput:true,completions:false,small:false}], 'openai');
    if (!s.ok) throw new Error(s.problem);
    let t = performance.now();
    const rehearsal = await rehearse({ setup: s.setup, materials }, () => counter);
    const t1 = Math.round(performance.now() - t); t = performance.now();
    const e = estimateRun({ setup: s.setup, materials, rehearsal, corrections: correctionsBy([]), costOf: () => 1, pace: () => ({ concurrency: 64, requestsPerMinute: undefined, tokensPerMinute: undefined, thinkingTokens: 4096 }), measures: [] });
    process.stdout.write([name, 'rehearse', t1, 'estimate', Math.round(performance.now() - t), 'it', e.iterations.median].join(' ')+'\n');
  }
}, 100000);
