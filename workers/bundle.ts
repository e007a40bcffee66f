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
  await writeFile(built, (await bundle()).code);
}

function bundle() {
  return bundleWorkflowCode({
    workflowsPath: path.join(__dirname, '..', 'workflows'),
    logger: new DefaultLogger('WARN'),
  });
}

if (require.main === module) void buildWorkflowBundle();
