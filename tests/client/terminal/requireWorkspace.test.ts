import { dirname } from 'node:path';
import { requireWorkspace } from '../../../client/terminal/requireWorkspace';

test('a workspace is a folder: a file is refused with the folder that it lies in, and one that is not there with how to make it', () => {
  expect(requireWorkspace(dirname(__filename))).toBe(dirname(__filename));
  expect(() => requireWorkspace(__filename)).toThrow(
    expect.objectContaining({
      name: 'UserError',
      message: `The workspace ${__filename} is a file, and no folder.`,
      mend: `Name its folder: --workspace ${dirname(__filename)}`,
    }) as Error,
  );
  expect(() => requireWorkspace('/no/such/folder')).toThrow(
    'The workspace folder /no/such/folder is not there.',
  );
});
