import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';

const program = path.join(__dirname, '..', '..', 'dist', 'client', 'seedbed.js');

export interface Typed {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The command line as it is installed, in a process of its own, in a workspace. */
export async function typeIn(workspace: string, words: readonly string[]): Promise<Typed> {
  const { SEEDBED_REVIEWER: _, ...environment } = process.env; // a reviewer is who the test says
  const env = { ...environment, SEEDBED_WORKSPACE: workspace };
  return promisify(execFile)(process.execPath, [program, ...words], { env, cwd: workspace }).then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    ({ code, stdout, stderr }: Typed) => ({ code, stdout, stderr }),
  );
}
