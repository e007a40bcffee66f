import { setTimeout as delay } from 'node:timers/promises';
import { isGrpcServiceError } from '@temporalio/client';
import { temporal } from '@temporalio/proto';
import type { NativeConnection } from '@temporalio/worker';
import { UserError } from '../core/foundations/userError';
import { searchAttributeTypes } from '../core/run/searchAttributes';

const valueTypes = {
  Keyword: temporal.api.enums.v1.IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD,
  Int: temporal.api.enums.v1.IndexedValueType.INDEXED_VALUE_TYPE_INT,
};

/** Codes of gRPC. */
const notFound = 5;
/**
 * The server's last word: invalid argument (no room for another attribute of the type), permission denied, not implemented,
 * unauthenticated. Temporal Cloud and guarded clusters allow it to administrators alone.
 */
const refusals: readonly number[] = [3, 7, 12, 16];

/**
 * Makes sure that the namespace knows our search attributes, adding them where that is allowed. Returns whether it does: a
 * workflow that upserts an attribute that nobody registered hangs, so it must know. What is no refusal is tried again for a while: a
 * namespace that is being made, a server that is starting, another worker that adds them in the same moment.
 *
 * @param patienceMs How long a namespace may take to be known everywhere once it is made, and a server to come up.
 * @throws UserError where there is no such namespace; else what the server said last.
 */
export async function registerSearchAttributes(
  connection: NativeConnection,
  namespace: string,
  patienceMs = 15_000,
): Promise<boolean> {
  const wanted = Object.fromEntries(
    Object.entries(searchAttributeTypes).map(([name, type]) => [name, valueTypes[type]]),
  );
  /** Undefined where a name is taken by an attribute of another type, which stays so. */
  const known = async (): Promise<boolean | undefined> => {
    const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace });
    const names = Object.entries(wanted);
    const isOther = ([name, type]: [string, number]): boolean =>
      Number(customAttributes[name] ?? type) !== type;
    return names.some(isOther) ? undefined : names.every(([name]) => customAttributes[name] !== undefined);
  };
  const until = performance.now() + patienceMs;
  for (;;) {
    try {
      const before = await known();
      if (before !== false) return before ?? false;
      await connection.operatorService.addSearchAttributes({ namespace, searchAttributes: wanted });
      if (await known()) return true;
      if (performance.now() > until) return false; // added, and never told of
    } catch (error) {
      const code = isGrpcServiceError(error) ? Number(error.code) : undefined;
      if (code !== undefined && refusals.includes(code)) return false;
      if (performance.now() > until) throw code === notFound ? noNamespace(namespace, error) : error;
    }
    await delay(500);
  }
}

function noNamespace(namespace: string, cause: unknown): UserError {
  return new UserError(`Temporal has no namespace "${namespace}".`, {
    mend: `Make it (temporal operator namespace create --namespace ${namespace} --retention 720h), or name another in TEMPORAL_NAMESPACE.`,
    cause,
  });
}
