import { existsSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { makeFolder, makeFolderSync } from '../../../adapters/files/makeFolder';
import { UserError } from '../../../core/foundations/userError';
import { temporaryFolder } from '../../support/embeddedStack';

const ways = [
  ['waiting for it', makeFolder],
  [
    'while everything waits',
    (...given: Parameters<typeof makeFolderSync>) => Promise.resolve().then(() => makeFolderSync(...given)),
  ],
] as const;

describe.each(ways)('a folder is made, %s:', (_name, make) => {
  test('with those that it is in, also where it is there already, or a link to it is', async () => {
    const root = await temporaryFolder();
    const folder = path.join(root, 'a', 'b', 'c');
    await make(folder, { mode: 0o700 });
    await make(folder);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    symlinkSync(folder, path.join(root, 'link'));
    await make(path.join(root, 'link', 'd'));
    expect(existsSync(path.join(folder, 'd'))).toBe(true);
    await Promise.all([make(path.join(root, 'x', 'y')), make(path.join(root, 'x', 'z'))]);
  });

  test('and where a file is in its place, it is told as ever', async () => {
    const file = path.join(await temporaryFolder(), 'file');
    writeFileSync(file, '');
    await expect(make(file)).rejects.toMatchObject({ code: 'EEXIST' });
    await expect(make(path.join(file, 'below'))).rejects.toMatchObject({ code: 'ENOTDIR' });
  });

  (process.platform === 'linux' ? test : test.skip)(
    'and where nothing can be made, that is said and not tried for ever',
    async () => {
      const made = make('/proc/seedbed/cache');
      await expect(made).rejects.toThrow(UserError);
      await expect(made).rejects.toThrow(
        "The folder /proc/seedbed can't be made: nothing can be made in /proc.",
      );
    },
  );
});
