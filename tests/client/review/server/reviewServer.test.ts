import { request } from 'node:http';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startReviewServer, type ReviewServer } from '../../../../client/review/server/reviewServer';
import type { BatchPolicy } from '../../../../core/review/batch';
import type { PageItem, ReviewerView, VerdictsAnswer } from '../../../../client/review/server/messages';
import { gardenDesk, somePairs } from '../gardenPairs';
import type { MemoryDesk } from '../../../support/memoryDesk';

const pageFolder = mkdtempSync(join(tmpdir(), 'seedbed-page-'));
writeFileSync(join(pageFolder, 'main.js'), 'export {};');
writeFileSync(join(pageFolder, 'secret.txt'), 'not for the page');

const batch = '/api/batches/garden%401/0';

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** Plain HTTP: fetch would not let a test set Host, Origin and Sec-Fetch-Site. */
function ask(
  server: ReviewServer,
  path: string,
  { headers = {}, body }: { headers?: Record<string, string>; body?: unknown } = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asked = request(
      {
        host: '127.0.0.1',
        port: server.port,
        path,
        method: body === undefined ? 'GET' : 'POST',
        agent: false,
        headers: {
          ...(body === undefined
            ? {}
            : { 'content-type': 'application/json', origin: `http://127.0.0.1:${server.port}` }),
          ...headers,
        },
      },
      (response) => {
        let text = '';
        response.on('data', (chunk) => (text += String(chunk)));
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }),
        );
      },
    );
    asked.on('error', reject);
    asked.end(body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body));
  });
}

describe('the review server', () => {
  let desk: MemoryDesk;
  let server: ReviewServer;
  let cookie: { cookie: string };

  const start = async (
    options: { assisted?: boolean; lan?: boolean; onLinkUsed?: () => void } = {},
    pairs = somePairs(5),
    policy: Partial<BatchPolicy> = {},
  ): Promise<void> => {
    desk = gardenDesk(pairs, policy);
    server = await startReviewServer({ desk, port: 0, pageFolder, ...options });
    const opened = await ask(server, `/${new URL(server.url).search}`);
    cookie = { cookie: String(opened.headers['set-cookie']).split(';')[0] ?? '' };
  };
  const get = async <Body>(path: string): Promise<Body> =>
    JSON.parse((await ask(server, path, { headers: cookie })).body) as Body;
  const post = (path: string, body: unknown, headers: Record<string, string> = {}): Promise<Answer> =>
    ask(server, path, { headers: { ...cookie, ...headers }, body });
  const verdict = (item: number, kind: string, more: object = {}): object => ({
    item,
    verdict: kind,
    revision: 1,
    ...more,
  });

  afterEach(() => server.close());

  it('tells a reviewer how many pairs others keep, and until when, without saying who', async () => {
    await start();
    const view = (reviewer: string) => get<ReviewerView>(`${batch}/view?reviewer=${reviewer}`);
    expect(await view('tim')).toMatchObject({ open: [1, 2, 3, 4, 5], elsewhere: null });
    const from = Date.now();
    await post(`${batch}/holds`, { reviewer: 'ana', count: 4 });
    const { open, elsewhere, ...rest } = await view('tim');
    expect(open).toEqual([5]);
    expect(elsewhere?.items).toBe(4);
    expect(elsewhere?.until).toBeGreaterThan(from);
    expect(JSON.stringify(rest)).not.toContain('ana');
    expect(await view('ana')).toMatchObject({ open: [1, 2, 3, 4, 5], elsewhere: null });
    await post(`${batch}/verdicts`, {
      reviewer: 'ana',
      verdicts: [1, 2, 3, 4].map((item) => verdict(item, 'approve')),
    });
    expect(await view('tim')).toMatchObject({ open: [5], elsewhere: null });
  });

  it('lets the link in once its token is right, and takes the token out of the address', async () => {
    await start();
    const opened = await ask(server, `/${new URL(server.url).search}`);
    expect(opened.status).toBe(303);
    expect(opened.headers['location']).toBe('/');
    expect(String(opened.headers['set-cookie'])).toMatch(/HttpOnly; SameSite=Strict/);
    expect(String(opened.headers['set-cookie'])).not.toContain(new URL(server.url).searchParams.get('token'));
    expect((await ask(server, '/', { headers: cookie })).status).toBe(200);
  });

  it.each(['/', '/main.js', '/api/session', '/api/batches', `${batch}/items`, '/?token=wrong'])(
    'answers nothing at %s without the link',
    async (path) => {
      await start();
      const answer = await ask(server, path, { headers: { cookie: 'seedbed-review-1=x' } });
      expect(answer.status).toBe(401);
      expect(answer.body).toContain('seedbed review --web');
    },
  );

  it('answers nothing under another name, to another origin, or to a form of another site', async () => {
    await start();
    const body = { reviewer: 'ana', verdicts: [verdict(1, 'approve')] };
    const foreign = [
      await ask(server, '/api/batches', { headers: { ...cookie, host: 'evil.example' } }),
      await ask(server, '/api/batches', { headers: { ...cookie, 'sec-fetch-site': 'cross-site' } }),
      await post(`${batch}/verdicts`, body, { origin: 'https://evil.example' }),
      await post(`${batch}/verdicts`, body, { origin: 'null' }),
    ];
    expect(foreign.map(({ status }) => status)).toEqual([403, 403, 403, 403]);
    const form = await post(`${batch}/verdicts`, JSON.stringify(body), { 'content-type': 'text/plain' });
    expect(form.status).toBe(415);
    expect(desk.verdicts).toEqual([]);
  });

  it('sends every answer with a policy that runs, loads and frames nothing else', async () => {
    await start();
    for (const path of ['/', '/api/batches', '/nowhere', '/?token=wrong']) {
      const { headers } = await ask(server, path, { headers: cookie });
      expect(headers['content-security-policy']).toBe(
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; " +
          "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
      );
      expect(headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cache-control': 'no-store',
      });
    }
  });

  it('serves the page’s two files and no other', async () => {
    await start();
    expect((await ask(server, '/main.js', { headers: cookie })).status).toBe(200);
    for (const path of ['/secret.txt', '/..%2Fsecret.txt', '/%2e%2e/package.json'])
      expect((await ask(server, path, { headers: cookie })).status).toBe(404);
  });

  it('tells nothing of a pair that would sway its reader', async () => {
    await start(
      {},
      somePairs(1, (item) => ({ ...item, kind: 'check', expected: 'reject' })),
    );
    const [item] = await get<PageItem[]>(`${batch}/items`);
    expect(Object.keys(item ?? {}).sort()).toEqual([
      'cell',
      'input',
      'instruction',
      'item',
      'response',
      'strategy',
    ]);
  });

  it('refuses evidence and others’ verdicts until the reviewer has decided', async () => {
    await start(
      {},
      somePairs(2, (item) => ({ ...item, needed: 2 })),
    );
    await post(`${batch}/verdicts`, {
      reviewer: 'ben',
      verdicts: [verdict(1, 'reject', { reason: 'unclear' })],
    });
    const evidence = `${batch}/items/1/evidence?reviewer=ana`;
    expect((await ask(server, evidence, { headers: cookie })).status).toBe(403);
    expect(JSON.stringify(await get(`${batch}/view?reviewer=ana`))).not.toContain('ben');

    await post(`${batch}/verdicts`, { reviewer: 'ana', verdicts: [verdict(1, 'approve')] });
    expect((await ask(server, evidence, { headers: cookie })).status).toBe(200);
    const view = await get<ReviewerView>(`${batch}/view?reviewer=ana`);
    expect(view.revealed).toMatchObject([{ item: 1, inConflict: true, others: [{ reviewer: 'ben' }] }]);

    await post(`${batch}/verdicts`, {
      reviewer: 'ana',
      verdicts: [verdict(1, 'withdrawn', { revision: 2 })],
    });
    expect((await ask(server, evidence, { headers: cookie })).status).toBe(403);
  });

  it('offers a conflict to the adjudicator alone, unseen; a party to it as the adjudicator can settle it too', async () => {
    const pairs = somePairs(2, (item) => ({ ...item, needed: 2 }));
    await start({}, pairs, { adjudicator: 'eva' });
    const said = async (reviewer: string, ...verdicts: readonly object[]): Promise<void> => {
      expect((await post(`${batch}/verdicts`, { reviewer, verdicts })).status).toBe(200);
    };
    const viewOf = (reviewer: string): Promise<ReviewerView> => get(`${batch}/view?reviewer=${reviewer}`);
    await said('ana', verdict(1, 'approve'), verdict(2, 'approve'));
    await said('ben', verdict(1, 'reject'));
    await said('eva', verdict(2, 'reject'));
    expect(await viewOf('eva')).toMatchObject({ toSettle: [1, 2], mine: [{ item: 2 }], adjudicator: 'eva' });
    expect((await viewOf('eva')).revealed.map(({ item }) => item)).toEqual([2]);
    for (const other of ['ana', 'zoe'])
      expect(await viewOf(other)).toMatchObject({ toSettle: [], conflicts: 2, open: [] });

    await said('eva', verdict(1, 'reject'), verdict(2, 'reject', { revision: 2 }));
    expect(await viewOf('eva')).toMatchObject({ toSettle: [], conflicts: 0, pending: 0 });
    expect(desk.verdicts.filter(({ settles }) => settles).map(({ item }) => item)).toEqual([1, 2]);
  });

  it('offers conflicts to nobody where the recipe names no adjudicator', async () => {
    await start(
      {},
      somePairs(1, (item) => ({ ...item, needed: 2 })),
    );
    await post(`${batch}/verdicts`, { reviewer: 'ana', verdicts: [verdict(1, 'approve')] });
    await post(`${batch}/verdicts`, { reviewer: 'ben', verdicts: [verdict(1, 'reject')] });
    expect(await get<ReviewerView>(`${batch}/view?reviewer=eva`)).toMatchObject({
      ...{ toSettle: [], conflicts: 1, adjudicator: null },
      ...{ mine: [], revealed: [] },
    });
  });

  it('has no evidence on a hidden check, whose candidate had other texts, also for those who decided', async () => {
    await start(
      {},
      somePairs(1, (item) => ({ ...item, kind: 'check', expected: 'reject' })),
    );
    await post(`${batch}/verdicts`, { reviewer: 'ana', verdicts: [verdict(1, 'approve')] });
    const answer = await ask(server, `${batch}/items/1/evidence?reviewer=ana`, { headers: cookie });
    expect([answer.status, answer.body]).toEqual([
      422,
      '{"error":"There is no evidence on item 1 of batch 0."}',
    ]);
  });

  it('shows evidence first with --assisted, and stamps every verdict', async () => {
    await start({ assisted: true });
    expect((await ask(server, `${batch}/items/1/evidence?reviewer=ana`, { headers: cookie })).status).toBe(
      200,
    );
    await post(`${batch}/verdicts`, { reviewer: 'ana', verdicts: [verdict(1, 'approve')] });
    expect(desk.verdicts).toMatchObject([{ item: 1, assisted: true }]);
  });

  it.each([
    ['reviewer', { reviewer: '', verdicts: [verdict(1, 'approve')] }],
    ['verdict', { reviewer: 'ana', verdicts: [verdict(1, 'splendid')] }],
    ['item', { reviewer: 'ana', verdicts: [verdict(1.5, 'approve')] }],
    ['reason', { reviewer: 'ana', verdicts: [verdict(1, 'reject', { reason: 'x'.repeat(2_001) })] }],
    ['extra', { reviewer: 'ana', verdicts: [verdict(1, 'approve', { extra: 1 })] }],
  ])('refuses a message whose %s is wrong, and names it', async (field, body) => {
    await start();
    const answer = await post(`${batch}/verdicts`, body);
    expect(answer.status).toBe(400);
    expect(answer.body).toContain(field);
    expect(desk.updates).toEqual([]);
  });

  it('refuses more than a message may hold', async () => {
    await start();
    expect((await post(`${batch}/verdicts`, 'x'.repeat(4_100_000))).status).toBe(413);
  });

  it('says which verdict a batch refused, and keeps the others', async () => {
    await start();
    const answer = await post(`${batch}/verdicts`, {
      reviewer: 'ana',
      verdicts: [verdict(1, 'approve'), verdict(99, 'approve'), verdict(2, 'reject')],
    });
    const { kept, refused } = JSON.parse(answer.body) as VerdictsAnswer;
    expect(kept.map(({ item }) => item)).toEqual([1, 2]);
    expect(refused).toEqual([
      { item: 99, revision: 1, why: expect.stringContaining('99, which is no item of this batch') as string },
    ]);
  });

  it('asks for the verdicts again while Temporal is away', async () => {
    await start();
    desk.isUp = false;
    const body = { reviewer: 'ana', verdicts: [verdict(1, 'approve')] };
    expect((await post(`${batch}/verdicts`, body)).status).toBe(503);
    desk.isUp = true;
    expect((await post(`${batch}/verdicts`, body)).status).toBe(200);
    expect((await post(`${batch}/verdicts`, body)).status).toBe(200);
    expect(desk.verdicts).toHaveLength(1);
  });

  it('lets in one browser for each link on the network, and answers no name but numbers there', async () => {
    const onLinkUsed = jest.fn();
    await start({ lan: true, onLinkUsed });
    expect(onLinkUsed).toHaveBeenCalledTimes(1);
    const used = `/${new URL(server.url).search}`;
    expect((await ask(server, used)).status).toBe(401);
    expect((await ask(server, `/${new URL(server.link()).search}`)).status).toBe(303);
    expect(
      (await ask(server, '/', { headers: { ...cookie, host: `my-laptop.local:${server.port}` } })).status,
    ).toBe(403);
  });
});
