/** A file that can't be used as knowledge. Its message goes on from the file's name: "is encrypted: …". */
export class UnusableFile extends Error {
  override readonly name = 'UnusableFile';
}
