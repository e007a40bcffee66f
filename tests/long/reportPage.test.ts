import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import type { Database } from '../../adapters/store/database';
import { reportOutput } from '../../client/commands/report/output';
import { printReport } from '../../client/commands/report/showReport';
import { Session } from '../../client/connection/session';
import { Terminal } from '../../client/terminal/terminal';
import { launchBrowser } from '../client/review/reviewBrowser';
import { chromiumFor } from '../support/chromium';
import { openTestStore, type TestStore } from '../support/testStore';
import { fillRun, nasty } from '../support/filledRun';

const chromium = chromiumFor(__filename);
const inBrowser = chromium === undefined ? describe.skip : describe;

/** WCAG up to 2.2, level AA. */
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
const looks = [
  [1280, 'light'],
  [1280, 'dark'],
  [320, 'light'],
  [320, 'dark'],
] as const;

let postgres: TestStore;
let database: Database;
let session: Session;
let workspace: string;

beforeAll(async () => {
  workspace = mkdtempSync(join(tmpdir(), 'seedbed-report-'));
  postgres = await openTestStore(4);
  database = postgres.database;
  // This command never asks Temporal.
  const addresses = {
    ...{ temporalAddress: '127.0.0.1:9', temporalNamespace: 'default', databaseUrl: postgres.url, logs: '' },
    ...{ uiUrl: undefined, teacherUrl: undefined, models: {} },
  };
  session = new Session(workspace, addresses, database, undefined, false);
}, 120_000);

afterAll(async () => {
  await postgres?.stop();
  rmSync(workspace, { recursive: true, force: true });
});

/** Writes the page of a run as `seedbed report RUN --html --json` does, and says where it is. */
async function writePage(run: string): Promise<{ readonly file: string; readonly bytes: number }> {
  const stdout = new PassThrough();
  const [out, error] = [stdout, new PassThrough()].map((stream) => stream as unknown as NodeJS.WriteStream);
  const printed = text(stdout);
  expect(await printReport(session, run, new Terminal({ json: true }, out, error), { open: false })).toBe(0);
  stdout.end();
  const told = reportOutput.parse(JSON.parse(await printed));
  if (!('file' in told)) throw new Error('It printed figures instead.');
  return told;
}

inBrowser('the page of a report', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser(chromium as string);
  });
  afterAll(async () => {
    await browser?.close();
  });

  async function open(
    file: string,
    width: number,
    colorScheme: 'light' | 'dark',
  ): Promise<{ readonly page: Page; readonly complaints: string[]; readonly close: () => Promise<void> }> {
    const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme });
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.on('request', (request) => {
      if (!/^(?:file|data):/.test(request.url())) complaints.push(`asked for ${request.url()}`);
    });
    await page.goto(pathToFileURL(file).href);
    return { page, complaints, close: () => context.close() };
  }

  test('of 10,000 pairs is small, complains of nothing, is read in both themes and on a phone, and answers pointer and keys', async () => {
    await fillRun(database, { runKey: 'garden@1', pairs: 10_000 });
    const { file, bytes } = await writePage('garden@1');
    expect(bytes).toBeLessThan(1_000_000);
    const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
    const found: string[] = [];
    for (const [width, theme] of looks) {
      const { page, complaints, close } = await open(file, width, theme);
      await page.evaluate('for (const one of document.querySelectorAll("details")) one.open = true');
      await page.evaluate(axe);
      const { violations } = await page.evaluate<{
        violations: { id: string; impact: string; nodes: { html: string }[] }[];
      }>(`axe.run(document, { resultTypes: ['violations'], runOnly: ${JSON.stringify(rules)} })`);
      for (const { id, impact, nodes } of violations)
        if (impact === 'serious' || impact === 'critical')
          found.push(
            `${width} ${theme}: ${id}: ${nodes
              .slice(0, 3)
              .map(({ html }) => html.slice(0, 200))
              .join(' ')}`,
          );
      if (await page.evaluate('document.documentElement.scrollWidth > innerWidth'))
        found.push(`${width}: scrolls sideways`);
      await page.evaluate('for (const one of document.querySelectorAll("details")) one.open = false');

      const tip = page.locator('#tip');
      await page.locator('.plot.map').focus();
      await page.keyboard.press('ArrowRight');
      expect(await tip.innerText()).toContain('instruction: ');
      const first = await tip.innerText();
      await page.keyboard.press('ArrowRight');
      expect(await tip.innerText()).not.toBe(first);
      await page.keyboard.press('Escape');
      const mark = page
        .locator(`#similarity .plot svg.${width === 320 ? 'narrow' : 'wide'} [data-row="4"]`)
        .first();
      await mark.scrollIntoViewIfNeeded();
      // A page that still scrolls takes its tip away: two frames, and it stands.
      await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))');
      await mark.hover();
      expect(await tip.innerText()).toContain('ROUGE-L from: 0.20');
      await page.mouse.move(1, 1);

      const background = await page.evaluate('getComputedStyle(document.body).backgroundColor');
      await page.locator('#theme').click();
      expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).not.toBe(background);
      await page.locator('#theme').click();
      await keepPicture(page, width, theme);
      expect(complaints).toEqual([]);
      await close();
    }
    expect(found).toEqual([]);
  }, 600_000);

  test('shows what models and people wrote as text: none of it runs, or is loaded', async () => {
    await fillRun(database, { runKey: 'hostile@1', pairs: 1_000, texts: nasty });
    const { file, bytes } = await writePage('hostile@1');
    expect(bytes).toBeLessThan(1_000_000);
    const { page, complaints, close } = await open(file, 1280, 'light');
    expect(await page.title()).toBe('hostile · Seedbed report');
    expect(await page.locator('iframe, img, article script, main script').count()).toBe(0);
    await page.locator('.plot.map').focus();
    for (let point = 0; point < 12; point++) await page.keyboard.press('ArrowRight');
    expect(await page.locator('#tip *').count()).toBe(0);
    expect(complaints).toEqual([]);
    await close();
  }, 300_000);
});

/** What the pictures of docs/report.md show, by the name of their file. */
const documented: Readonly<Record<string, string>> = {
  'report-light': 'top',
  'report-dark': 'map',
  'report-phone-light': 'top',
  'report-phone-dark': 'people',
};

/** SEEDBED_SCREENSHOTS=1 (`npm run pictures:report`) makes the pictures of docs/report.md anew; a folder gets those of all looks, whole. */
async function keepPicture(page: Page, width: number, theme: string): Promise<void> {
  const wanted = process.env['SEEDBED_SCREENSHOTS'];
  if (wanted === undefined) return;
  const folder = wanted === '1' ? join('docs', 'images') : wanted;
  mkdirSync(folder, { recursive: true });
  const name = `report-${width === 320 ? 'phone-' : ''}${theme}`;
  const part = documented[name];
  await page.evaluate(
    wanted === '1' && part !== 'top'
      ? `document.getElementById('${part}').scrollIntoView()`
      : 'scrollTo(0, 0)',
  );
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: wanted !== '1' });
}
