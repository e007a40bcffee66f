import { serveModel } from '../modelProcess/serveModel';
import { MiniLm } from './miniLm';

// The local embedding model in a process of its own: `miniLmServer.js MODEL TOKENIZER`.
serveModel<string, Float32Array>(([model = '', tokenizer = '']) => MiniLm.load({ model, tokenizer }));
