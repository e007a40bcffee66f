import { requireWritableFile } from '../../../client/terminal/requireWritableFile';

test('a folder that is not there is named as it is found, wherever the command was typed', async () => {
  await expect(requireWritableFile('no-such-folder/pairs.json')).rejects.toMatchObject({
    message: `no-such-folder/pairs.json can't be written: the folder ${process.cwd()}/no-such-folder is not there, or not writable.`,
    mend: `mkdir -p ${process.cwd()}/no-such-folder`,
  });
  await expect(requireWritableFile('pairs.json')).resolves.toBeUndefined();
});
