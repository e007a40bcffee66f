import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { unit } from '../core/foundations/embedding/randomVectors';
import { seededRandom } from '../../core/foundations/seededRandom';

export const vectorDimensions = 32;

/** An endpoint of embeddings: every text has a vector of its own, far from the others. */
export interface VectorServer {
  /** With /v1. */
  readonly baseUrl: string;
  /** Each request's texts, in the order in which they came. */
  readonly asked: readonly (readonly string[])[];
  close(): Promise<void>;
}

export async function startVectorServer(): Promise<VectorServer> {
  const asked: string[][] = [];
  const server = createServer((incoming, response) => {
    let text = '';
    incoming.on('data', (chunk: Buffer) => (text += chunk.toString()));
    incoming.on('end', () => {
      const { input } = JSON.parse(text) as { input: string[] };
      asked.push(input);
      const data = input.map((of, index) => ({ index, embedding: [...vectorOf(of)] }));
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ data, usage: { prompt_tokens: input.length * 8 } }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    asked,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function vectorOf(text: string): Float32Array {
  const random = seededRandom(1, text);
  return unit(Array.from({ length: vectorDimensions }, () => random.uniform() - 0.5));
}
