import type { LogProbabilityRequest, TokenProbability } from '../../core/screening/fluency/languageModel';
import { serveModel } from '../modelProcess/serveModel';
import { CausalModel } from './causalModel';

// The local language model in a process of its own: `causalModelServer.js VOCABULARY BODY HEAD`.
serveModel<LogProbabilityRequest, readonly TokenProbability[]>(
  async ([vocabulary = '', body = '', head = '']) => {
    const loaded = await CausalModel.load({ vocabulary, body, head });
    return (request) => loaded.logProbabilities(request);
  },
);
