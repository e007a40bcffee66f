import { Submissions, updateId } from '../../../../client/review/server/submissions';
import type { NumberedVerdict } from '../../../../client/review/server/messages';
import { gardenDesk, somePairs } from '../gardenPairs';

const approve = (item: number, revision = 1): NumberedVerdict => ({ item, revision, verdict: 'approve' });

describe('verdicts on their way to a batch', () => {
  it('go together when they queue up behind an update, so that a quick reviewer uses few of them', async () => {
    const desk = gardenDesk(somePairs(100));
    const [batch] = await desk.batches();
    let open = (): void => undefined;
    desk.gate = new Promise((resolve) => (open = resolve));
    const submissions = new Submissions(desk);
    const sent = Array.from({ length: 100 }, (_, index) =>
      submissions.submit(batch!, 'ana', [approve(index + 1)]),
    );
    open();
    const answers = await Promise.all(sent);
    expect(answers.flatMap(({ kept }) => kept)).toHaveLength(100);
    expect(desk.updates.map(({ message }) => message.verdicts.length)).toEqual([1, 99]);
  });

  it('keep the order of two revisions of an item', async () => {
    const desk = gardenDesk(somePairs(2));
    const [batch] = await desk.batches();
    await new Submissions(desk).submit(batch!, 'ana', [
      approve(1),
      approve(2),
      { ...approve(1, 2), verdict: 'reject' },
    ]);
    expect(desk.updates).toHaveLength(2);
    expect(desk.standing().find(({ item }) => item === 1)?.verdict).toBe('reject');
  });

  it('have an id of reviewer, items and revisions, whatever their order', () => {
    const id = updateId('ana', [approve(1), approve(2)]);
    expect(updateId('ana', [approve(2), approve(1)])).toBe(id);
    expect(updateId('ben', [approve(1), approve(2)])).not.toBe(id);
    expect(updateId('ana', [approve(1), approve(2, 2)])).not.toBe(id);
  });

  it('are split before they are too large for one message', async () => {
    const desk = gardenDesk(somePairs(50));
    const [batch] = await desk.batches();
    const long = { response: 'x'.repeat(30_000) };
    const verdicts = Array.from({ length: 50 }, (_, index): NumberedVerdict => ({
      item: index + 1,
      revision: 1,
      verdict: 'edit',
      edit: long,
    }));
    await new Submissions(desk).submit(batch!, 'ana', verdicts);
    expect(desk.standing()).toHaveLength(50);
    for (const { message } of desk.updates) expect(JSON.stringify(message).length).toBeLessThan(500_000);
  });
});
