const { default: Sequencer } = require('@jest/test-sequencer');

/** What starts servers and waits for them takes longest: begun last, it would run on when the other core has nothing left to do. */
const waiting = /\/tests\/(chaos|e2e|workflows|replay|adapters\/stack)\//;

/** Jest's own order, by what each file took before or by its size, with files that wait for servers before all others. */
module.exports = class WaitingFirst extends Sequencer {
  sort(tests) {
    const inOrder = super.sort([...tests]);
    return [
      ...inOrder.filter(({ path }) => waiting.test(path)),
      ...inOrder.filter(({ path }) => !waiting.test(path)),
    ];
  }
};
