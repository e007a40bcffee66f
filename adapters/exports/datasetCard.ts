import type { Database } from '../store/database';
import type { WrittenSplits } from './exportFolder';

export async function datasetCard(_: Database, __: string, written: WrittenSplits): Promise<string> {
  return Promise.resolve(`# ${written.dataset}\n`);
}
