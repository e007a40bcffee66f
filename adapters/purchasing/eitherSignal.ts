const made = new WeakMap<AbortSignal, WeakMap<AbortSignal, AbortSignal>>();

/**
 * A signal that aborts when one of the two does, as `AbortSignal.any` makes it: one for each two, and not for each request of a shard, since each is as
 * costly to make as the rest of a look into the ledger.
 */
export function eitherSignal(one: AbortSignal, other: AbortSignal): AbortSignal {
  let withOthers = made.get(one);
  if (!withOthers) made.set(one, (withOthers = new WeakMap()));
  let either = withOthers.get(other);
  if (!either) withOthers.set(other, (either = AbortSignal.any([one, other])));
  return either;
}
