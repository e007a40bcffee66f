import { Hono, type Context } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { HTTPException } from 'hono/http-exception';
import { z } from 'zod';
import type { BatchView } from '../../../core/review/batch';
import type { ReviewItem } from '../../../core/review/reviewItem';
import type { BatchSummary, ReviewDesk } from '../reviewDesk';
import type { PageSession } from './messages';
import { hasDecided, pageItem, reviewerView } from './reviewerView';
import { Submissions } from './submissions';
import { postedClaim, postedVerdicts, reviewerName } from './verdictMessage';

/** A view is asked for by every open tab; a workflow's query costs a round trip to its worker. */
const viewIsFreshMs = 500;
/** Whether a batch is open changes seldom. */
const listIsFreshMs = 5_000;

/** The page's JSON. Texts come without evidence: that has an address of its own, which answers once its reader has decided. */
export function reviewApi(desk: ReviewDesk, session: PageSession): Hono {
  const api = new Hono();
  const submissions = new Submissions(desk);
  const batches = new Batches(desk, session.run);

  api.get('/session', (context) => context.json(session));
  api.get('/batches', async (context) => context.json(await batches.list()));

  api.get('/batches/:runKey/:batch/items', async (context) => {
    const items = await batches.items(await batchOf(context));
    return context.json(items.map(pageItem));
  });

  api.get('/batches/:runKey/:batch/view', async (context) => {
    await batches.refresh();
    const batch = await batchOf(context);
    const [view, items] = await Promise.all([batches.view(batch), batches.items(batch)]);
    return context.json(reviewerView(reviewerIn(context), view, items, Date.now()));
  });

  api.get('/batches/:runKey/:batch/items/:item/evidence', async (context) => {
    const batch = await batchOf(context);
    const item = Number(context.req.param('item'));
    const reviewer = reviewerIn(context);
    if (!(await batches.items(batch)).some((known) => known.item === item))
      throw refusal(404, `Batch ${batch.batch} has no item ${item}.`);
    if (!session.assisted && !hasDecided(reviewer, item, await batches.view(batch)))
      throw refusal(403, `Decide on item ${item} first: its evidence is shown after that.`);
    return context.json(await desk.evidence(batch, item));
  });

  api.post('/batches/:runKey/:batch/holds', bodyLimit({ maxSize: 4_096 }), async (context) => {
    const { reviewer, count } = await bodyOf(context, postedClaim);
    const batch = await batchOf(context);
    const held = await desk.hold(batch, reviewer, count);
    batches.forgetView(batch);
    return context.json(held);
  });

  api.post('/batches/:runKey/:batch/verdicts', bodyLimit({ maxSize: 4_000_000 }), async (context) => {
    const { reviewer, verdicts } = await bodyOf(context, postedVerdicts);
    const batch = await batchOf(context);
    const stamped = session.assisted ? verdicts.map((verdict) => ({ ...verdict, assisted: true })) : verdicts;
    const answer = await submissions.submit(batch, reviewer, stamped);
    batches.forgetView(batch);
    return context.json(answer);
  });

  return api;

  async function batchOf(context: Context): Promise<BatchSummary> {
    const found = await batches.find(context.req.param('runKey') ?? '', Number(context.req.param('batch')));
    if (!found) throw refusal(404, 'There is no such batch: it may belong to a run that was deleted.');
    return found;
  }
}

/** Batches and their items as the desk has them, each item list read once: texts in a batch never change. */
class Batches {
  private readonly known = new Map<string, BatchSummary>();
  private readonly itemLists = new Map<string, Promise<readonly ReviewItem[]>>();
  private listedAt = 0;
  private readonly views = new Map<string, { readonly at: number; readonly view: Promise<BatchView> }>();

  constructor(
    private readonly desk: ReviewDesk,
    private readonly run: string | null,
  ) {}

  async list(): Promise<readonly BatchSummary[]> {
    this.listedAt = Date.now();
    const batches = await this.desk.batches(this.run ?? undefined);
    for (const batch of batches) this.known.set(keyOf(batch), batch);
    return batches;
  }

  async refresh(): Promise<void> {
    if (Date.now() - this.listedAt > listIsFreshMs) await this.list();
  }

  async find(runKey: string, batch: number): Promise<BatchSummary | undefined> {
    const key = keyOf({ runKey, batch });
    if (!this.known.has(key)) await this.list();
    return this.known.get(key);
  }

  items(batch: BatchSummary): Promise<readonly ReviewItem[]> {
    const key = keyOf(batch);
    let items = this.itemLists.get(key);
    if (!items) {
      items = this.desk.items(batch);
      this.itemLists.set(key, items);
      items.catch(() => this.itemLists.delete(key)); // told to whoever asked; the next one tries anew
    }
    return items;
  }

  view(batch: BatchSummary): Promise<BatchView> {
    const key = keyOf(batch);
    const known = this.views.get(key);
    if (known && Date.now() - known.at < viewIsFreshMs) return known.view;
    const view = this.desk.view(batch);
    this.views.set(key, { at: Date.now(), view });
    view.catch(() => this.views.delete(key)); // as above
    return view;
  }

  /** After something that this server changed: the next reader sees it. */
  forgetView(batch: BatchSummary): void {
    this.views.delete(keyOf(batch));
  }
}

function keyOf({ runKey, batch }: Pick<BatchSummary, 'runKey' | 'batch'>): string {
  return JSON.stringify([runKey, batch]);
}

function reviewerIn(context: Context): string {
  const name = reviewerName.safeParse(context.req.query('reviewer'));
  if (!name.success) throw refusal(400, 'reviewer: needs a name of 1 to 80 characters.');
  return name.data;
}

async function bodyOf<Body>(context: Context, type: z.ZodType<Body>): Promise<Body> {
  // Only a script of the page's own can send this type without a preflight that is never answered.
  if (!context.req.header('content-type')?.startsWith('application/json'))
    throw refusal(415, 'The body must be JSON, with the content type application/json.');
  const body = type.safeParse(await context.req.json().catch(() => undefined)); // no JSON: refused like any other body that is none of ours
  if (!body.success) throw refusal(400, z.prettifyError(body.error));
  return body.data;
}

function refusal(status: 400 | 403 | 404 | 415, message: string): HTTPException {
  return new HTTPException(status, { message });
}
