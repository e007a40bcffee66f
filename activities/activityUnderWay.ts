import { asyncLocalStorage, type Context } from '@temporalio/activity';

/** The activity in which this is called; undefined where the step is run by this process itself, and for no workflow. */
export function activityUnderWay(): Context | undefined {
  return asyncLocalStorage.getStore();
}
