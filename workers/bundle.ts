import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { bundleWorkflowCode, DefaultLogger, type WorkflowBundleOption } from '@temporalio/worker';

/** Where the build leaves the workflow code, made ready so that a worker starts without a compiler. */
const built = path.join(__dirname, 'workflow-bundle.js');

/** The workflow code: as built, else (from a checkout's sources, in tests) bundled now. */
export async function workflowBundle(): Promise<WorkflowBundleOption> {
  return existsSync(built) ? { codePath: built } : bundle();
}

/** Bundles the workflow code into the build. */
export async function buildWorkflowBundle(): Promise<void> {
  await writeFile(built, await lean((await bundle()).code));
}

/**
 * The same code without comments and spaces, in ASCII, and with a source map that holds no sources: the SDK keeps the text and its map in the worker's thread
 * and in the workflows', each character in two bytes where one of them needs it. Names stay, since stack traces and types of errors show them.
 */
async function lean(code: string): Promise<string> {
  const { transform } = await import('esbuild');
  const { code: shorter } = await transform(code, {
    minifyWhitespace: true,
    minifySyntax: true,
    charset: 'ascii',
    legalComments: 'none',
    sourcemap: 'inline',
    sourcesContent: false,
    sourcefile: path.basename(built),
    logLevel: 'warning',
  });
  return shorter;
}

function bundle() {
  return bundleWorkflowCode({
    workflowsPath: path.join(__dirname, '..', 'workflows'),
    logger: new DefaultLogger('WARN'),
  });
}

if (require.main === module) void buildWorkflowBundle();
