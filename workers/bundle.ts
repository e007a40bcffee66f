import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { SourceMapSegment } from '@jridgewell/sourcemap-codec';
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
  const { code: shorter, map } = await transform(code, {
    minifyWhitespace: true,
    minifySyntax: true,
    charset: 'ascii',
    legalComments: 'none',
    sourcemap: 'external',
    sourcesContent: false,
    sourcefile: path.basename(built),
    logLevel: 'warning',
  });
  const inline = Buffer.from(JSON.stringify(await leanMap(JSON.parse(map) as SourceMap))).toString('base64');
  return `${shorter}//# sourceMappingURL=data:application/json;base64,${inline}\n`;
}

interface SourceMap {
  readonly version: number;
  readonly sources: readonly string[];
  readonly mappings: string;
}

/**
 * Of a source map what a stack trace needs, where each line of a source begins, and no path of the machine that builds: the workflows' thread keeps each
 * place of it, in a hundred bytes.
 */
async function leanMap({
  version,
  sources,
  mappings,
}: SourceMap): Promise<SourceMap & { readonly names: [] }> {
  const { decode, encode } = await import('@jridgewell/sourcemap-codec');
  const lines = decode(mappings).map((places) => {
    let before: SourceMapSegment | undefined;
    return places.flatMap((place): SourceMapSegment[] => {
      const isSame = before !== undefined && place[1] === before[1] && place[2] === before[2];
      before = place;
      if (isSame) return [];
      return [place.length === 1 ? place : [place[0], place[1], place[2], place[3]]];
    });
  });
  const root = path.join(__dirname, '..', '..', path.sep);
  return {
    version,
    sources: sources.map((source) => source.replace(root, '')),
    names: [],
    mappings: encode(lines),
  };
}

function bundle() {
  return bundleWorkflowCode({
    workflowsPath: path.join(__dirname, '..', 'workflows'),
    logger: new DefaultLogger('WARN'),
  });
}

if (require.main === module) void buildWorkflowBundle();
