import { serveModel } from '../modelProcess/serveModel';
import { MiniLm } from './miniLm';

// The local embedding model in a process of its own: `miniLmServer.js MODEL TOKENIZER`.
serveModel<string, Float32Array>(async ([model = '', tokenizer = '']) => {
  const loaded = await MiniLm.load({ model, tokenizer });
  return (text) => loaded.embed(text);
});
