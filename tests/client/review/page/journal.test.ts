import { Journal, type Scope } from '../../../../client/review/page/journal';
import { MemoryTextStore } from './memoryTextStore';

const scope: Scope = { runKey: 'garden/1', batch: 7, reviewer: 'ana' };
const approve = (item: number) => ({ item, verdict: 'approve' as const });

describe('the journal of a browser', () => {
  let store: MemoryTextStore;
  let now: number;
  const tab = (name: string): Journal => new Journal(store, name, () => now);

  beforeEach(() => {
    store = new MemoryTextStore();
    now = 1_000;
  });

  it('has a verdict in the browser’s store before anybody could send it, and after its tab is closed', () => {
    tab('one').add(scope, approve(1), 0, null);
    const later = tab('two');
    expect(later.unsent().map(({ given }) => given)).toEqual([{ ...approve(1), revision: 1 }]);
    expect(later.toSend()).toEqual([]);
    now += 5_000;
    expect(later.toSend()).toHaveLength(1);
  });

  it('sends what a reload cut off before what followed it on the same pair', () => {
    tab('before').add(scope, { item: 1, verdict: 'withdrawn' }, 1, null, 1);
    tab('before').add(scope, approve(2), 0, null);
    const after = tab('after');
    after.add(scope, { item: 1, verdict: 'reject' }, 1, null);
    expect(after.toSend().map(({ given }) => [given.item, given.revision, given.verdict])).toEqual([
      [1, 2, 'withdrawn'],
      [1, 3, 'reject'],
    ]);
  });

  it('never gives one number to two verdicts of two tabs', () => {
    const [one, two] = [tab('one'), tab('two')];
    expect(one.add(scope, approve(1), 0, null).given.revision).toBe(1);
    expect(two.add(scope, { item: 1, verdict: 'reject' }, 0, null).given.revision).toBe(2);
    expect(two.add(scope, approve(2), 4, null).given.revision).toBe(5);
  });

  it('undoes from the last to the first, and knows what was taken back already', () => {
    const journal = tab('one');
    for (const item of [1, 2]) journal.add(scope, approve(item), 0, null);
    const last = journal.lastDone(scope);
    expect(last?.given.item).toBe(2);
    journal.add(scope, { item: 2, verdict: 'withdrawn' }, 1, null, last?.given.revision);
    expect(journal.lastDone(scope)?.given.item).toBe(1);
    expect(tab('after a reload').lastDone(scope)?.given.item).toBe(1);
  });

  it('gives a verdict the next number where another browser’s has taken its own', () => {
    const journal = tab('one');
    const entry = journal.add(scope, approve(1), 0, null);
    journal.settle(scope, 1, 1);
    journal.renumber(entry, 1);
    expect(journal.unsent().map(({ given }) => given.revision)).toEqual([2]);
  });

  it('makes room by forgetting what the server has, and says so where there is none', () => {
    store.max = 2;
    const journal = tab('one');
    journal.add(scope, approve(1), 0, null);
    journal.settle(scope, 1, 1);
    journal.add(scope, approve(2), 0, null);
    journal.add(scope, approve(3), 0, null);
    expect(journal.unsent()).toHaveLength(2);
    expect(() => journal.add(scope, approve(4), 0, null)).toThrow('QuotaExceeded');
    expect(journal.unsent()).toHaveLength(2);
  });

  it('passes over what it can’t read', () => {
    store.setItem('seedbed-review|verdict|x', '{');
    store.setItem('other', '1');
    expect(tab('one').unsent()).toEqual([]);
  });
});
