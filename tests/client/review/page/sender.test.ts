import { Journal, type Scope } from '../../../../client/review/page/journal';
import { Sender, type Connection } from '../../../../client/review/page/sender';
import type { PostedVerdicts, VerdictsAnswer } from '../../../../client/review/server/messages';
import { MemoryTextStore } from './memoryTextStore';

const scope: Scope = { runKey: 'garden/1', batch: 7, reviewer: 'ana' };

describe('what brings verdicts to the server', () => {
  let journal: Journal;
  let posts: PostedVerdicts[];
  let answer: (posted: PostedVerdicts) => VerdictsAnswer;
  let timers: { callback: () => void; milliseconds: number }[];
  let connections: Connection['state'][];
  let sender: Sender;

  const takeAll = ({ verdicts }: PostedVerdicts): VerdictsAnswer => ({
    kept: verdicts.map(({ item, revision }) => ({ item, revision })),
    refused: [],
  });
  const add = (item: number): void => {
    journal.add(scope, { item, verdict: 'approve' }, 0, null);
  };

  beforeEach(() => {
    journal = new Journal(new MemoryTextStore(), 'one');
    posts = [];
    timers = [];
    connections = [];
    answer = takeAll;
    sender = new Sender(journal, {
      submit: async (_, posted) => {
        posts.push(posted);
        return Promise.resolve(answer(posted));
      },
      statusOf: (error) => (error as { status?: number }).status,
      setTimer: (callback, milliseconds) => timers.push({ callback, milliseconds }),
      clearTimer: () => undefined,
      changed: ({ state }) => connections.push(state),
    });
  });

  it('takes along what is decided while a message is on its way', async () => {
    add(1);
    const sending = sender.send();
    for (const item of [2, 3, 4]) add(item);
    await Promise.all([sending, sender.send()]);
    expect(posts.map(({ verdicts }) => verdicts.length)).toEqual([1, 3]);
    expect(journal.unsent()).toEqual([]);
  });

  it('tries again, waiting longer each time, until the server answers', async () => {
    add(1);
    answer = () => {
      throw new TypeError('Failed to fetch');
    };
    await sender.send();
    for (let attempt = 0; attempt < 8; attempt++) {
      timers.at(-1)?.callback();
      await new Promise(setImmediate);
    }
    const waits = timers.map(({ milliseconds }) => milliseconds);
    expect(waits.slice(0, 3)).toEqual([400, 800, 1_600]);
    expect(Math.max(...waits)).toBe(15_000);
    expect(journal.unsent()).toHaveLength(1);
    answer = takeAll;
    await sender.send();
    expect(journal.unsent()).toEqual([]);
    expect(connections.at(-1)).toBe('connected');
  });

  it('keeps everything while the server wants its link', async () => {
    add(1);
    answer = () => {
      throw Object.assign(new Error('This page opens with the link.'), { status: 401 });
    };
    await sender.send();
    expect(connections).toEqual(['locked']);
    expect(journal.unsent()).toHaveLength(1);
  });

  it('lets one verdict that is not taken stop no other', async () => {
    for (const item of [1, 2, 3]) add(item);
    answer = (posted) => {
      if (posted.verdicts.some(({ item }) => item === 2))
        throw Object.assign(new Error('verdicts[0].item: is wrong'), { status: 400 });
      return takeAll(posted);
    };
    await sender.send();
    expect(journal.of(scope).map(({ state }) => state)).toEqual(['kept', 'refused', 'kept']);
    expect(journal.of(scope)[1]?.why).toBe('verdicts[0].item: is wrong');
  });
});
