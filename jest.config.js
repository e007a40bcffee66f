/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: '<rootDir>/tests/support/plainGlobals.cjs',
  // A test waits more than it works, for servers of its own Jest worker: two on two cores, not cores less one.
  maxWorkers: '100%',
  testSequencer: '<rootDir>/tests/support/waitingFirst.cjs',
  globalSetup: '<rootDir>/tests/support/beginSuite.ts',
  globalTeardown: '<rootDir>/tests/support/endSuite.ts',
  testMatch: ['<rootDir>/tests/**/*.test.ts'],
  // What takes long and says little that other tests don't: `npm run test:long`.
  testPathIgnorePatterns: process.env.SEEDBED_LONG === undefined ? ['<rootDir>/tests/long/'] : [],
  modulePathIgnorePatterns: ['<rootDir>/dist', '<rootDir>/.seedbed'],
  transform: {
    // Packages that exist as ES modules only are made CommonJS too.
    '^.+\\.(ts|js)$': [
      '@swc/jest',
      {
        jsc: { parser: { syntax: 'typescript' }, target: 'es2023' },
        module: { type: 'commonjs' },
        sourceMaps: true,
      },
    ],
  },
  transformIgnorePatterns: [
    '/node_modules/(?!(hyparquet|hyparquet-compressors|hyparquet-writer|hysnappy|fzstd|eld|string-width|wrap-ansi|strip-ansi|ansi-regex|ansi-styles|get-east-asian-width)/)',
  ],
  moduleNameMapper: {
    '^eld/small$': '<rootDir>/node_modules/eld/src/entries/static.small.js',
    // What is imported later, by `import()`, is named as it is built.
    '^(\\.{1,2}/.+)\\.js$': ['$1.js', '$1'],
  },
  testTimeout: 60_000,
};
