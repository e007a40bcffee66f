import { execFileSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import {
  startReviewServer,
  type ReviewServer,
  type ReviewServerOptions,
} from '../../../client/review/server/reviewServer';
import { suiteFolder } from '../../support/suiteFolder';

/** The page as it is in the sources, bundled into a folder of its own. */
export function buildPageForTests(): string {
  const folder = mkdtempSync(join(suiteFolder() ?? tmpdir(), 'seedbed-page-'));
  execFileSync(process.execPath, [join(process.cwd(), 'scripts', 'buildPage.mjs'), folder]);
  return folder;
}

export function launchBrowser(executablePath: string): Promise<Browser> {
  return chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
}

/** Decides on so many pairs in the page, as fast as it takes keys, and resolves to how each got on to the next pair's paint: in so many frames and milliseconds. */
export const decideInPage = (count: number, waitForPaint: boolean): string => `(async () => {
  const shown = () => document.querySelector('.card').dataset.item;
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  const paints = [];
  for (let n = 0; n < ${count}; n++) {
    const before = shown();
    const began = performance.now();
    document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { key: 'a', bubbles: true, cancelable: true }));
    if (${waitForPaint}) {
      let frames = 1;
      for (await frame(); shown() === before; frames++) await frame();
      await frame();
      paints.push({ frames, ms: performance.now() - began });
    } else await new Promise((resolve) => setTimeout(resolve));
  }
  return paints;
})()`;

/** Decides on so many pairs one after the other, and resolves to the milliseconds from each key to the server's answer. */
export const decideAndWaitInPage = (count: number): string => `(async () => {
  const times = [];
  for (let n = 0; n < ${count}; n++) {
    const began = performance.now();
    const answered = new Promise((resolve) => {
      new PerformanceObserver((list, observer) => {
        const answer = list.getEntries().find(({ name, startTime }) => name.endsWith('/verdicts') && startTime >= began);
        if (!answer) return;
        observer.disconnect();
        resolve(answer.responseEnd);
      }).observe({ type: 'resource' });
    });
    document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { key: 'a', bubbles: true, cancelable: true }));
    times.push((await answered) - began);
  }
  return times;
})()`;

export function percentile(values: readonly number[], share: number): number {
  return [...values].sort((left, right) => left - right)[Math.ceil(values.length * share) - 1] ?? NaN;
}

/** A review page in a browser of its own, and the server behind it, which can be killed and started again at the same address. */
export class ReviewSession {
  private constructor(
    readonly context: BrowserContext,
    readonly page: Page,
    private readonly options: ReviewServerOptions,
    public server: ReviewServer,
    /** What the page's console complained of. */
    readonly complaints: readonly string[],
  ) {}

  static async open(
    browser: Browser,
    options: ReviewServerOptions,
    look: Parameters<Browser['newContext']>[0] = {},
  ): Promise<ReviewSession> {
    const withToken = { token: 'a-token-of-this-test', ...options };
    const server = await startReviewServer({ port: 0, ...withToken });
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...look });
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(String(error)));
    await page.goto(server.url);
    return new ReviewSession(context, page, withToken, server, complaints);
  }

  /** Gives a name and opens the only batch. */
  async begin(reviewer: string): Promise<void> {
    await this.page.getByLabel('Your name').fill(reviewer);
    await this.page.keyboard.press('Enter');
    await this.page.locator('.batch').first().click();
    await this.page.locator('.card').waitFor();
  }

  async press(...keys: string[]): Promise<void> {
    for (const key of keys) await this.page.keyboard.press(key);
  }

  async shownItem(): Promise<number> {
    return Number(await this.page.locator('.card[data-item]').getAttribute('data-item'));
  }

  async killServer(): Promise<void> {
    await this.server.close();
  }

  async startServerAgain(): Promise<void> {
    this.server = await startReviewServer({ ...this.options, port: this.server.port });
  }

  async close(): Promise<void> {
    await this.context.close();
    await this.server.close();
  }
}
