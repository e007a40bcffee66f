import type { TokenProbability } from '../../core/screening/fluency/languageModel';
import { serveModel } from '../modelProcess/serveModel';
import { CausalModel, type CausalModelRequest } from './causalModel';

// The local language model in a process of its own: `causalModelServer.js VOCABULARY BODY HEAD`.
serveModel<CausalModelRequest, readonly (readonly TokenProbability[])[]>(
  async ([vocabulary = '', body = '', head = '']) => {
    const loaded = await CausalModel.load({ vocabulary, body, head });
    return { answer: async ([request]) => [await loaded.logProbabilities(request!)] };
  },
);
