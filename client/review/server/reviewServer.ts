import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { UserError } from '../../../core/foundations/userError';
import type { ReviewDesk } from '../reviewDesk';
import { Admission } from './admission';
import type { ErrorAnswer } from './messages';
import { builtPage, pageFile, shell } from './pageFiles';
import { reviewApi } from './reviewApi';

export interface ReviewServerOptions {
  readonly desk: ReviewDesk;
  /** Key of one run; without it the page has every run's batches. */
  readonly run?: string;
  /** Default: 8377, or any free one where that is taken. What a browser keeps (verdicts that are not sent yet) belongs to the port. */
  readonly port?: number;
  /** Listen on the network, not only on this machine. Each link then lets in one browser, once. */
  readonly lan?: boolean;
  /** A link let a browser in, and lets in no other: `link()` makes another one. With `lan` only. */
  readonly onLinkUsed?: () => void;
  /** Show machine scores before the verdict. */
  readonly assisted?: boolean;
  /** The name that is offered to whoever has given none. */
  readonly reviewer?: string;
  /** Of an earlier server, so that its cookies stay good when it is started again. Default: a new one. */
  readonly token?: string;
  /** Where the built page lies, if not in the package. */
  readonly pageFolder?: string;
}

export interface ReviewServer {
  /** With the token: whoever has it can review. */
  readonly url: string;
  readonly port: number;
  /** A link for one more browser; without `lan` always the same. */
  link(): string;
  /** Waits for the requests in flight, for two seconds at most. */
  close(): Promise<void>;
}

const usualPort = 8377;
const closesWithinMs = 2_000;

/** Pairs are untrusted text: the page may run its own script, load its own style, ask this server, and nothing else. */
const contentPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self' data:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Serves the review page: a view on the desk that keeps nothing itself. */
export async function startReviewServer(options: ReviewServerOptions): Promise<ReviewServer> {
  const folder = options.pageFolder ?? builtPage();
  const lan = options.lan ?? false;
  const server = createServer();
  const port = await listen(server, lan ? '0.0.0.0' : '127.0.0.1', options.port);
  const admission = new Admission(port, lan, options.token, options.onLinkUsed);
  const app = pageApp(options, admission, folder);
  const listener = getRequestListener(app.fetch, { overrideGlobalObjects: false });
  server.on('request', (request, response) => void listener(request, response));
  return {
    url: admission.link(),
    port,
    link: () => admission.link(),
    close: () => close(server),
  };
}

function pageApp(options: ReviewServerOptions, admission: Admission, folder: string): Hono {
  const app = new Hono();
  app.use(async (context, next) => {
    await next();
    const { headers } = context.res;
    headers.set('content-security-policy', contentPolicy);
    headers.set('x-content-type-options', 'nosniff');
    headers.set('referrer-policy', 'no-referrer');
    headers.set('cross-origin-resource-policy', 'same-origin');
    headers.set('cross-origin-opener-policy', 'same-origin');
    headers.set('cache-control', 'no-store');
  });
  app.use(admission.checkOrigin, admission.open, admission.requireSession);
  app.get('/', (context) => context.html(shell));
  app.route(
    '/api',
    reviewApi(options.desk, {
      run: options.run ?? null,
      reviewer: options.reviewer ?? null,
      assisted: options.assisted ?? false,
    }),
  );
  app.get('/:name', async (context, next) => (await pageFile(folder, context.req.param('name'))) ?? next());
  app.notFound((context) => context.json(answer('There is nothing at this address.'), 404));
  app.onError((error, context) => {
    if (error instanceof HTTPException)
      return context.json(answer(error.message || 'The body is too large.'), error.status);
    if (error instanceof UserError) return context.json(answer(error.message), 422);
    // The page tries again: what it sent is still kept there.
    return context.json(answer(`Seedbed could not answer: ${error.message}`), 503);
  });
  return app;
}

function answer(error: string): ErrorAnswer {
  return { error };
}

/** The usual port unless it is taken; the one that was asked for, or an error. */
async function listen(server: Server, host: string, asked: number | undefined): Promise<number> {
  const tryOne = (port: number): Promise<void> =>
    new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, host, () => {
        server.off('error', reject);
        resolve();
      });
    });
  try {
    await tryOne(asked ?? usualPort);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    if (asked !== undefined)
      throw new UserError(`Port ${asked} is taken by another program.`, {
        mend: 'Leave out --port, or name another one.',
        cause: error,
      });
    await tryOne(0);
  }
  return (server.address() as AddressInfo).port;
}

function close(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.close((error) => (error ? reject(error) : resolve()));
    // A browser keeps its connection open. What is cut off here, the page sends again.
    setTimeout(() => server.closeAllConnections(), closesWithinMs).unref();
  });
}
