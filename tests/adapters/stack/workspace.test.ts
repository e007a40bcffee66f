import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createStateFolder } from '../../../adapters/stack/workspace';

const folder = mkdtempSync(path.join(tmpdir(), 'workspace-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('a workspace that takes no state is named, with the reason and another way', () => {
  // A file in its place: of folders that can't be written, root has none.
  const file = path.join(folder, 'pears');
  writeFileSync(file, '');
  const state = path.join(file, '.seedbed');
  expect(() => createStateFolder(file)).toThrow(
    expect.objectContaining({
      name: 'UserError',
      message: `State of runs has no place: ${state} can't be written: a part of its path is no folder.`,
      mend: 'Name a folder elsewhere as the workspace: --workspace FOLDER',
    }) as Error,
  );
});
