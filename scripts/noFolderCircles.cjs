const { readFileSync, readdirSync } = require('node:fs');
const path = require('node:path');
const ts = require('typescript');

/**
 * ESLint rule: the folders under `root` import one another in no circle. Types count, and so does what is imported later, by
 * `import()`. The folder of a file is its directory, down to `depth` levels under the root: at depth 1, `core/run/report/rows.ts`
 * belongs to `core/run`; without a depth every directory is a folder of its own, its parent another.
 *
 * Options: `{ root: string, depth?: number }`, the root relative to ESLint's working directory.
 */
module.exports = {
  meta: {
    type: 'problem',
    schema: [
      {
        type: 'object',
        properties: { root: { type: 'string' }, depth: { type: 'integer', minimum: 1 } },
        required: ['root'],
        additionalProperties: false,
      },
    ],
    messages: {
      circle: '{{from}} and {{to}} import each other in a circle: {{way}}. See docs/architecture.md.',
    },
  },

  create(context) {
    const [{ root, depth = Infinity }] = context.options;
    const folders = foldersUnder(path.resolve(context.cwd, root), depth);
    const from = folders.of(context.filename);

    const check = (node) => {
      if (node?.type !== 'Literal' || typeof node.value !== 'string') return;
      const to = folders.importedBy(context.filename, node.value);
      if (to === undefined || to === from) return;
      const way = folders.way(to, from);
      if (way === undefined) return;
      const name = (folder) => path.posix.join(root, folder);
      context.report({
        node,
        messageId: 'circle',
        data: {
          from: name(from),
          to: name(to),
          way: [
            `${name(from)} imports ${name(to)} here`,
            ...way.map(({ file, to: next }) => `${name(file)} imports ${name(next)}`),
          ].join(', '),
        },
      });
    };
    return {
      ImportDeclaration: ({ source }) => check(source),
      ExportNamedDeclaration: ({ source }) => check(source),
      ExportAllDeclaration: ({ source }) => check(source),
      ImportExpression: ({ source }) => check(source),
      TSImportType: ({ source }) => check(source),
    };
  },
};

/** How long what was read is taken to be true: a whole run of ESLint reads everything once or twice, an editor sees changes. */
const freshFor = 5_000;
const known = new Map();

function foldersUnder(root, depth) {
  const key = `${depth} ${root}`;
  const found = known.get(key);
  if (found && Date.now() - found.readAt < freshFor) return found.folders;
  const folders = readFolders(root, depth);
  known.set(key, { folders, readAt: Date.now() });
  return folders;
}

function readFolders(root, depth) {
  const files = new Set(sourceFiles(root));
  /** The folder of a file, relative to the root; '.' for the root itself. */
  const of = (file) => {
    const levels = path.relative(root, path.dirname(file)).split(path.sep);
    return levels.slice(0, depth).join('/') || '.';
  };
  /** The folder that an import leads to; undefined where it leads out of the root. */
  const importedBy = (file, specifier) => {
    if (!specifier.startsWith('.')) return undefined;
    const target = path.resolve(path.dirname(file), specifier.replace(/\.jsx?$/, ''));
    const isFile = ['.ts', '.tsx', '.d.ts'].some((ending) => files.has(target + ending));
    const isFolder = !isFile && files.has(path.join(target, 'index.ts'));
    const folder = path.relative(root, isFolder ? target : path.dirname(target));
    if (folder.startsWith('..') || path.isAbsolute(folder)) return undefined;
    return of(isFolder ? path.join(target, 'index.ts') : target);
  };

  /** What each folder imports, and one file that does so. */
  const imports = new Map();
  for (const file of files) {
    const from = of(file);
    for (const { fileName } of ts.preProcessFile(readFileSync(file, 'utf8'), true, true).importedFiles) {
      const to = importedBy(file, fileName);
      if (to === undefined || to === from) continue;
      if (!imports.has(from)) imports.set(from, new Map());
      imports.get(from).set(to, path.relative(root, file).split(path.sep).join('/'));
    }
  }

  /** The shortest way of imports from one folder to another; undefined where there is none. */
  const way = (from, to) => {
    const ways = new Map([[from, []]]);
    for (const [folder, steps] of ways) {
      if (folder === to) return steps;
      for (const [next, file] of imports.get(folder) ?? [])
        if (!ways.has(next)) ways.set(next, [...steps, { file, to: next }]);
    }
    return undefined;
  };
  return { of, importedBy, way };
}

function sourceFiles(folder) {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => path.join(entry.parentPath ?? entry.path, entry.name));
}
