/** Most keys in one statement: a statement that is too large holds up the others. */
const atOnce = 500;

/**
 * A look-up of single keys that are asked of the store together: those of one turn of the event loop by one statement, since each costs
 * a system call and a wakeup, whatever it brings.
 *
 * @param lookUp Resolves with what it found; a key that is missing there is undefined to its asker.
 */
export function grouped<Found>(
  lookUp: (keys: readonly string[]) => Promise<ReadonlyMap<string, Found>>,
): (key: string) => Promise<Found | undefined> {
  let waiting = new Map<string, ((found: Promise<Found | undefined>) => void)[]>();

  const flush = (): void => {
    const group = [...waiting];
    waiting = new Map();
    for (let from = 0; from < group.length; from += atOnce) {
      const some = group.slice(from, from + atOnce);
      const found = lookUp(some.map(([key]) => key));
      for (const [key, askers] of some)
        for (const resolve of askers) resolve(found.then((answers) => answers.get(key)));
    }
  };

  return (key) =>
    new Promise((resolve) => {
      if (waiting.size === 0) setImmediate(flush);
      const askers = waiting.get(key);
      if (askers) askers.push(resolve);
      else waiting.set(key, [resolve]);
    });
}
