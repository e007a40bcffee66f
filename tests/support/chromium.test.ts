import { chromiumFor, findChromium } from './chromium';

test('a browser test without a browser fails where everything has to run', () => {
  const nowhere = { find: () => undefined, environment: { CI: 'true' } };
  expect(() => chromiumFor('/tests/page.test.ts', nowhere)).toThrow(
    /^No Chromium to run page\.test\.ts in, .* apt-get install chromium/,
  );
});

test('the Chromium that CHROMIUM_PATH names goes before all others', () => {
  expect(findChromium({ CHROMIUM_PATH: __filename, PATH: process.env['PATH'] })).toBe(__filename);
});
