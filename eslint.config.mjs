import js from '@eslint/js';
import tseslint from 'typescript-eslint';
import importX from 'eslint-plugin-import-x';
import { createTypeScriptImportResolver } from 'eslint-import-resolver-typescript';
import noFolderCircles from './scripts/noFolderCircles.cjs';

/** The import arrows of docs/architecture.md: who may import whom. `types` means type-only imports. */
const arrows = {
  core: { may: [], types: [] },
  adapters: { may: ['core'], types: [] },
  workflows: { may: ['core'], types: ['activities'] },
  activities: { may: ['core', 'adapters'], types: [] },
  workers: { may: ['core', 'adapters', 'activities'], types: ['workflows'] },
  client: { may: ['core', 'adapters', 'workers'], types: ['workflows'] },
};
const folders = Object.keys(arrows);

const importArrows = folders.map((folder) => {
  const { may, types } = arrows[folder];
  const pattern = (other) => ({ regex: `^(\\.\\./)+${other}(/|$)` });
  return {
    files: [`${folder}/**/*.ts`, `${folder}/**/*.tsx`],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          patterns: folders
            .filter((other) => other !== folder && !may.includes(other))
            .map((other) => ({
              ...pattern(other),
              allowTypeImports: types.includes(other),
              message: `${folder} may not import ${other}${types.includes(other) ? ', except its types' : ''}: see docs/architecture.md.`,
            })),
        },
      ],
    },
  };
});

/** The floors of core, lowest first: an import goes down, never up, and folders of one floor know nothing of each other. Types count. */
const floors = [
  ['foundations'],
  ['vocabulary'],
  ['teacher'],
  ['recipe'],
  ['proposing', 'responding', 'screening', 'review', 'dataset'],
  ['run'],
];
const floorZones = floors
  .flatMap((folders, floor) =>
    folders.map((folder) => ({
      target: `./core/${folder}`,
      from: floors
        .slice(floor)
        .flat()
        .filter((other) => other !== folder)
        .map((other) => `./core/${other}`),
      message: `core/${folder} may import lower floors only: see docs/architecture.md.`,
    })),
  )
  .filter(({ from }) => from.length > 0);

/** Roots whose folders import one another in no circle, types included, and how deep one looks. */
const rootsWithoutCircles = [{ root: 'adapters' }, { root: 'client' }, { root: 'core', depth: 1 }];

const seedbed = { rules: { noFolderCircles } };
const folderCircles = rootsWithoutCircles.map((options) => ({
  files: [`${options.root}/**/*.ts`, `${options.root}/**/*.tsx`],
  plugins: { seedbed },
  rules: { 'seedbed/noFolderCircles': ['error', options] },
}));

export default tseslint.config(
  { ignores: ['dist/**', 'node_modules/**', '.seedbed/**', 'coverage/**'] },
  js.configs.recommended,
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [...tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    plugins: { 'import-x': importX },
    settings: { 'import-x/resolver-next': [createTypeScriptImportResolver({ project: './tsconfig.json' })] },
    rules: {
      'import-x/no-cycle': 'error',
      'import-x/no-restricted-paths': ['error', { basePath: import.meta.dirname, zones: floorZones }],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
    },
  },
  ...importArrows,
  ...folderCircles,
  {
    // A workflow sees only what is deterministic.
    files: ['workflows/**/*.ts'],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              regex: '^(\\.\\./)+(adapters|workers|client)(/|$)',
              message: 'workflows import core, and the types of activities.',
            },
            {
              regex: '^(\\.\\./)+activities(/|$)',
              allowTypeImports: true,
              message: 'workflows import activities as types only.',
            },
            { regex: '^node:', message: 'No Node modules in the workflow sandbox.' },
          ],
        },
      ],
    },
  },
  {
    // jsonb refuses NUL and half a character: a statement that fails for good.
    files: ['adapters/store/**/*.ts'],
    rules: {
      'no-restricted-properties': [
        'error',
        {
          object: 'JSON',
          property: 'stringify',
          message: 'What is stored as JSON is written by storableJson.',
        },
      ],
    },
  },
  {
    files: ['**/*.js', '**/*.mjs', '**/*.cjs'],
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        module: 'writable',
        require: 'readonly',
        __dirname: 'readonly',
        URL: 'readonly',
        setTimeout: 'readonly',
        fetch: 'readonly',
        document: 'readonly',
        window: 'readonly',
      },
    },
    rules: { '@typescript-eslint/no-require-imports': 'off' },
  },
);
