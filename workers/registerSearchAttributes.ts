import { temporal } from '@temporalio/proto';
import type { NativeConnection } from '@temporalio/worker';
import { searchAttributeTypes } from '../core/run/searchAttributes';

const valueTypes = {
  Keyword: temporal.api.enums.v1.IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD,
  Int: temporal.api.enums.v1.IndexedValueType.INDEXED_VALUE_TYPE_INT,
};

/**
 * Makes sure that the namespace knows our search attributes, adding them where that is allowed. Returns whether it does: a
 * workflow that upserts an attribute that nobody registered hangs, so it must know.
 */
export async function registerSearchAttributes(
  connection: NativeConnection,
  namespace: string,
): Promise<boolean> {
  const wanted = Object.fromEntries(
    Object.entries(searchAttributeTypes).map(([name, type]) => [name, valueTypes[type]]),
  );
  const known = async (): Promise<boolean> => {
    const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace });
    return Object.entries(wanted).every(([name, type]) => customAttributes[name] === type);
  };
  try {
    if (await known()) return true;
    await connection.operatorService.addSearchAttributes({ namespace, searchAttributes: wanted });
    return await known();
  } catch {
    // Temporal Cloud and guarded clusters allow it to administrators alone.
    return false;
  }
}
