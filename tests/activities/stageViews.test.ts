import { StageViews } from '../../activities/stageViews';
import type { StageView } from '../../core/run/stages/stage';

const at = { runKey: 'run@1', iteration: 3 };
const empty: StageView = { plan: [], candidates: [] };

function counting() {
  let reads = 0;
  const store = {
    view: () => {
      reads++;
      return Promise.resolve({ ...empty });
    },
  };
  return { store, reads: () => reads };
}

test('an iteration is read once for all that look at it at a stage, whichever activities they are', async () => {
  const { store, reads } = counting();
  const looks = [1, 2, 3].map(() => StageViews.of(store).at(at, 'propose'));
  expect(new Set(await Promise.all(looks)).size).toBe(1);
  expect(reads()).toBe(1);
});

test('once it is settled, the next stage looks at what that brought, or reads it where another attempt settled it', async () => {
  const { store, reads } = counting();
  const views = StageViews.of(store);
  await views.at(at, 'propose');
  const after = { ...empty };
  views.moved(at, 'respond', after);
  expect(await views.at(at, 'respond')).toBe(after);
  expect(reads()).toBe(1);
  views.moved(at, undefined, undefined);
  await views.at(at, 'respond');
  expect(reads()).toBe(2);
});

test('what could not be read is read again', async () => {
  let isAway = true;
  const views = StageViews.of({
    view: () => (isAway ? Promise.reject(new Error('away')) : Promise.resolve(empty)),
  });
  await expect(views.at(at, 'propose')).rejects.toThrow('away');
  isAway = false;
  expect(await views.at(at, 'propose')).toBe(empty);
});
