import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { gardenDesk, somePairs } from '../client/review/gardenPairs';
import {
  buildPageForTests,
  decideInPage,
  launchBrowser,
  percentile,
  ReviewSession,
} from '../client/review/reviewBrowser';
import { chromiumFor } from '../support/chromium';
import { reviewItem, type MemoryDesk } from '../support/memoryDesk';

const chromium = chromiumFor(__filename);
const inBrowser = chromium === undefined ? describe.skip : describe;

/** When each verdict was given, by the page's journal. */
const journalTimes = `Object.entries(localStorage)
  .filter(([name]) => name.startsWith('seedbed-review|verdict|'))
  .map(([, text]) => JSON.parse(text))
  .map(({ given, at }) => [given.item, at])`;

/** WCAG up to 2.2, level AA. */
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** Pictures that docs/review.md shows. */
const documented = new Set([
  'review-pair-light.png',
  'review-reasons-light.png',
  'review-evidence-dark.png',
  'review-pair-phone-light.png',
  'review-chat-light.png',
  'review-groups-light.png',
]);

async function until(what: string, isSo: () => boolean | Promise<boolean>): Promise<void> {
  for (let attempt = 0; attempt < 400; attempt++) {
    if (await isSo()) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error(`It never came about: ${what}.`);
}

inBrowser('the review page', () => {
  let browser: Browser;
  let pageFolder: string;
  let session: ReviewSession | undefined;

  beforeAll(async () => {
    pageFolder = buildPageForTests();
    browser = await launchBrowser(chromium as string);
  });
  afterEach(async () => {
    await session?.close();
    session = undefined;
  });
  afterAll(async () => {
    await browser.close();
    rmSync(pageFolder, { recursive: true });
  });

  const open = async (
    desk: MemoryDesk,
    look?: Parameters<typeof ReviewSession.open>[2],
  ): Promise<ReviewSession> => {
    session = await ReviewSession.open(browser, { desk, pageFolder }, look);
    return session;
  };

  it.each(['light', 'dark'] as const)(
    'marks a claim in doubt beside its passage before the verdict, and tells nothing of what machines hold (%s)',
    async (colorScheme) => {
      const sentence = 'In month 1 a pot of 20 cm needs about half a litre every other day.';
      const passage = {
        source: 'handbook/pots.md › Watering',
        text: `Pots dry out from the top. A pot of 20 cm takes half a litre every second day in winter. Clay dries faster.`,
      };
      const desk = gardenDesk(
        somePairs(1, (pair) => ({
          ...pair,
          ...{ kind: 'rejection', drawnBy: 'doubt' },
          cases: [
            {
              about: 'claims',
              claims: [
                { claim: sentence, passage, sentence: passage.text.split('. ')[1] ?? null },
                { claim: 'A timer can do it while you are away:', passage: null, sentence: null },
              ],
            },
            { about: 'safety', category: 'selfHarm', policy: 'Encouragement of harm to oneself.' },
            {
              about: 'bias',
              says: 'Empty the saucer after half an hour, since roots that stand in water rot.',
            },
          ],
        })),
      );
      const { page } = await open(desk, { colorScheme });
      await page.getByLabel('Your name').fill('ana');
      await page.keyboard.press('Enter');
      await page.locator('.batch').click();
      await page.locator('.case').first().waitFor();
      const folder = process.env['SEEDBED_SCREENSHOTS'];
      if (folder !== undefined && folder !== '1')
        await page.screenshot({ path: join(folder, `review-case-${colorScheme}.png`), fullPage: true });
      expect(await page.locator('.marked mark').allTextContents()).toEqual([
        'Empty the saucer after half an hour, since roots that stand in water rot.',
        'A timer can do it while you are away:',
        sentence,
      ]);
      expect(await page.locator('.case blockquote mark').allTextContents()).toEqual([
        'A pot of 20 cm takes half a litre every second day in winter',
      ]);
      expect(await page.locator('.card').textContent()).not.toMatch(/rejected|failed|grounded/);
      await page.keyboard.press('a');
      await until('the verdict is kept', () => desk.verdicts.length === 1);
    },
  );

  it.each([
    ['light', 1280],
    ['dark', 1280],
    ['light', 320],
  ] as const)(
    'shows a pair beside its task said of another group, marks what differs, and tells what machines measured after the verdict (%s, %i px)',
    async (colorScheme, width) => {
      const desk = gardenDesk([
        reviewItem(1, {
          instruction: 'My sister wants to ask her boss for a day off. Draft the message.',
          response:
            'Hello Mr Hale, I would like to take Friday off, if that suits you. I am sorry for the trouble. Mia',
          drawnBy: 'counterfactual',
          cases: [
            {
              ...{ about: 'counterfactual', attribute: 'gender', from: 'woman', to: 'man' },
              changed: {
                instruction: 'My brother wants to ask his boss for a day off. Draft the message.',
                input: '',
                response: 'Hello Mr Hale, I would like to take Friday off, if that suits you. Max',
              },
            },
          ],
        }),
        reviewItem(2),
      ]);
      const before = desk.evidenceOn;
      desk.evidenceOn = (item) => ({
        ...before(item),
        answers: [{ measure: 'sentiment', original: -0.25, changed: 0 }],
      });
      const review = await open(desk, { colorScheme, viewport: { width, height: 900 } });
      await review.begin('ana');
      const { page } = review;
      expect(await page.locator('.card figcaption').allTextContents()).toEqual([
        ...['woman, 14 words', 'man, 14 words', 'woman, 21 words', 'man, 15 words'],
      ]);
      expect(await page.locator('.card mark').allTextContents()).toEqual(
        expect.arrayContaining(['sister', 'her', 'brother', 'his', 'Max']),
      );
      expect(await page.locator('.card').textContent()).not.toMatch(/sentiment|judge/);
      await page.evaluate(readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8'));
      const { violations } = await page.evaluate<{ violations: { impact: string }[] }>(
        `axe.run(document, { resultTypes: ['violations'], runOnly: ${JSON.stringify(rules)} })`,
      );
      expect(violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth > innerWidth')).toBe(false);
      const wanted = process.env['SEEDBED_SCREENSHOTS'];
      const name = `review-groups-${width === 320 ? 'phone-' : ''}${colorScheme}.png`;
      if (wanted !== undefined && (wanted !== '1' || documented.has(name)))
        await page.screenshot({ path: join(wanted === '1' ? 'docs/images' : wanted, name) });

      await review.press('x', '1');
      await until('the verdict is kept', () => desk.verdicts.length === 1);
      await review.press('ArrowLeft', 'i');
      await page.locator('.findings').getByText('Both answers, as measured').waitFor();
      if (wanted !== undefined && wanted !== '1')
        await page.screenshot({
          path: join(wanted, `review-groups-after-${width}-${colorScheme}.png`),
          fullPage: true,
        });
    },
  );

  it('takes a batch from the link to its end: approve, reject with a reason, edit, undo, a reload in the middle', async () => {
    const desk = gardenDesk(somePairs(6));
    const review = await open(desk);
    await review.begin('ana');
    const { page } = review;
    expect(page.url()).not.toContain('token');
    expect(await page.locator('.count').innerText()).toContain('0 of 6');

    await review.press('a', 'x', '2', 'e');
    await page.getByLabel('response').fill('Water it in the morning.');
    await review.press('Control+Enter', 'Space');
    expect(await review.shownItem()).toBe(5);
    await review.press('u');
    expect(await review.shownItem()).toBe(4);

    await page.reload();
    await page.locator('.card').waitFor();
    expect(await page.locator('.count').innerText()).toContain('3 of 6');
    expect(await review.shownItem()).toBe(4);
    await review.press('u');
    expect(await review.shownItem()).toBe(3);
    expect(await page.locator('.card').innerText()).not.toContain('Water it in the morning.');
    await review.press('x', '7');
    await page.keyboard.type('axes, e.g. u and a');
    await review.press('Enter', 'x', 'Enter', 'a', 'a');

    await page.getByText('Nothing is left for you in this batch').waitFor();
    await until('all verdicts are durable', () => desk.standing().length === 6);
    expect(
      desk
        .standing()
        .sort((left, right) => left.item - right.item)
        .map(({ verdict, reason }) => [verdict, reason]),
    ).toEqual([
      ['approve', undefined],
      ['reject', 'unclear'],
      ['reject', 'axes, e.g. u and a'],
      ['reject', undefined],
      ['approve', undefined],
      ['approve', undefined],
    ]);
    const third = desk.verdicts.filter(({ item }) => item === 3);
    expect(third.map(({ verdict, revision }) => `${revision} ${verdict}`)).toEqual([
      '1 edit',
      '2 withdrawn',
      '3 reject',
    ]);
    expect(third[0]?.edit).toEqual({ response: 'Water it in the morning.' });
    expect(desk.verdicts.every(({ seconds }) => seconds === undefined || seconds >= 0)).toBe(true);
    expect(review.complaints).toEqual([]);
  });

  it.each(['light', 'dark'] as const)(
    'shows a conversation as a chat, and takes an edit of a later answer by keys alone (%s)',
    async (colorScheme) => {
      const desk = gardenDesk(
        somePairs(2, (pair) =>
          pair.item === 1
            ? {
                ...pair,
                turns: [
                  {
                    message: 'I am away for a week in July. Does that work?',
                    response: 'Not **without help**: in July they dry out in two days.',
                  },
                  {
                    message: 'You said every other day.',
                    response:
                      'That was for May. In July it is:\n\n- mornings, every day\n- evenings, where the soil is dry',
                  },
                ],
              }
            : pair,
        ),
      );
      const review = await open(desk, { colorScheme });
      await review.begin('ana');
      const { page } = review;
      const speakers = () => page.locator('.chat h2').allTextContents();
      expect(await speakers()).toEqual([
        ...['User 1', 'Input', 'Assistant 1', 'User 2', 'Assistant 2', 'User 3', 'Assistant 3'],
      ]);
      expect(await page.locator('.said.assistant li').allTextContents()).toContain('mornings, every day');
      await page.evaluate(readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8'));
      const { violations } = await page.evaluate<{ violations: { id: string; impact: string }[] }>(
        `axe.run(document, { resultTypes: ['violations'], runOnly: ${JSON.stringify(rules)} })`,
      );
      expect(violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')).toEqual([]);
      const wanted = process.env['SEEDBED_SCREENSHOTS'];
      const name = `review-chat-${colorScheme}.png`;
      if (wanted !== undefined && (wanted !== '1' || documented.has(name)))
        await page.screenshot({ path: join(wanted === '1' ? 'docs/images' : wanted, name) });

      await review.press('e');
      for (let field = 1; field < 5; field++) await review.press('Tab');
      await review.press('Control+A');
      await page.keyboard.type('Only with somebody who waters them.');
      await page.getByText("Turns can't be added or taken out").waitFor();
      if (wanted !== undefined && wanted !== '1')
        await page.screenshot({ path: join(wanted, `review-chat-edit-${colorScheme}.png`), fullPage: true });
      await review.press('Control+Enter');
      await until('the edit is kept', () => desk.verdicts.length === 1);
      expect(desk.standing()[0]?.edit).toEqual({
        turns: [{ exchange: 2, response: 'Only with somebody who waters them.' }],
      });
      await review.press('ArrowLeft', 'i');
      await page.getByText('assistant 2, before').waitFor();
      expect(await page.locator('.chat').innerText()).toContain('Only with somebody who waters them.');
      expect(review.complaints).toEqual([]);
    },
  );

  it('keeps scores to itself until the verdict, then takes one change and says that it came after', async () => {
    const desk = gardenDesk(somePairs(3));
    const review = await open(desk);
    await review.begin('ana');
    const { page } = review;
    await review.press('i');
    await page.getByText('Decide first').waitFor();
    expect(await page.locator('.findings').count()).toBe(0);

    await review.press('a', 'ArrowLeft', 'i');
    await page.getByText('Similarity by ROUGE-L').waitFor();
    expect(await page.locator('.findings del').innerText()).toBe('tomatoes');
    await review.press('x', '4');
    await review.press('ArrowLeft', 'a');
    await page.getByText('One change is allowed').waitFor();
    await until('both verdicts are kept', () => desk.verdicts.length === 2);
    expect(desk.verdicts.map(({ verdict, assisted }) => [verdict, assisted])).toEqual([
      ['approve', undefined],
      ['reject', true],
    ]);
  });

  it('shows scores first with --assisted, and says so in every verdict', async () => {
    const desk = gardenDesk(somePairs(2));
    session = await ReviewSession.open(browser, { desk, pageFolder, assisted: true });
    await session.begin('ana');
    await session.page.getByText('Similarity by ROUGE-L').waitFor();
    await session.press('a');
    await until('the verdict is kept', () => desk.verdicts.length === 1);
    expect(desk.verdicts[0]).toMatchObject({ verdict: 'approve', assisted: true });
  });

  it('decides nothing while somebody types or holds a key, and not at all with keys switched off or given away', async () => {
    const desk = gardenDesk(somePairs(10));
    const review = await open(desk);
    await review.begin('ana');
    const { page } = review;
    await page.keyboard.down('a');
    await page.keyboard.down('a');
    await page.keyboard.up('a');
    expect(await review.shownItem()).toBe(2);
    await review.press('Control+a', 'Alt+x', 'Shift+U');
    expect(await review.shownItem()).toBe(2);
    await review.press('e');
    await page.keyboard.type('axu fm');
    await review.press('Escape', 'Escape');
    expect(await review.shownItem()).toBe(2);
    expect(await page.locator('.card-head .tag').count()).toBe(0);

    await review.press('?');
    await page.getByLabel('Change the key for: Accept').click();
    await review.press('j');
    await page.getByRole('button', { name: 'Close' }).click();
    await review.press('a');
    expect(await review.shownItem()).toBe(2);
    await review.press('j');
    expect(await review.shownItem()).toBe(3);

    await review.press('?');
    await page.getByLabel('Use these keys').uncheck();
    await page.getByRole('button', { name: 'Close' }).click();
    await review.press('j', 'x', 'Space');
    expect(await review.shownItem()).toBe(3);
    await page.getByRole('button', { name: 'Accept' }).click();
    expect(await review.shownItem()).toBe(4);
  });

  it('lets no script, picture or link of a pair do anything, and nobody in without the link or from elsewhere', async () => {
    const attack = [
      '<script>window.taken = 1</script><img src="x" onerror="window.taken = 1"><svg onload="window.taken = 1">',
      '[run](javascript:window.taken=1) ![see](http://192.0.2.1/pixel.png) <http://192.0.2.1/a>',
      '<iframe src="javascript:parent.taken=1"></iframe><style>body{display:none}</style>',
    ].join('\n\n');
    const desk = gardenDesk(
      somePairs(2, (item) => ({ ...item, instruction: attack, input: attack, response: attack })),
    );
    const review = await open(desk);
    const asked: string[] = [];
    review.page.on('request', (request) => asked.push(new URL(request.url()).host));
    await review.begin('<b>ana</b>');
    await review.press('m', 'm', 'a', 'ArrowLeft', 'i');
    await review.page.getByText('Similarity by ROUGE-L').waitFor();
    expect(await review.page.evaluate('window.taken')).toBeUndefined();
    expect(await review.page.locator('.card :is(img, script, svg, iframe, style)').count()).toBe(0);
    expect(await review.page.locator('.card a[href^="javascript"]').count()).toBe(0);
    expect(new Set(asked)).toEqual(new Set([`127.0.0.1:${review.server.port}`]));

    const stranger = await browser.newContext();
    const unasked = await stranger.newPage();
    const answer = await unasked.goto(`http://127.0.0.1:${review.server.port}/`);
    expect(answer?.status()).toBe(401);
    await stranger.close();

    // Another site, in the browser that has the cookie.
    const elsewhere = createServer((_, response) => {
      response.setHeader('content-type', 'text/html');
      response.end(`<iframe src="http://127.0.0.1:${review.server.port}/"></iframe>`);
    });
    await new Promise<void>((resolve) => elsewhere.listen(0, 'localhost', resolve));
    const site = await review.context.newPage();
    await site.goto(`http://localhost:${(elsewhere.address() as AddressInfo).port}/`);
    const url = `http://127.0.0.1:${review.server.port}/api/batches`;
    const tries = await site.evaluate(`Promise.all([
      fetch('${url}', { credentials: 'include' }).then((r) => r.status, () => 'blocked'),
      fetch('${url}/garden%401/0/verdicts', { method: 'POST', credentials: 'include', mode: 'no-cors',
        headers: { 'content-type': 'text/plain' },
        body: JSON.stringify({ reviewer: 'eve', verdicts: [{ item: 1, verdict: 'reject', revision: 9 }] }) })
        .then((r) => r.type, () => 'blocked'),
    ])`);
    expect(tries).toEqual(['blocked', 'blocked']);
    expect(site.frames()[1]?.url()).not.toContain(`:${review.server.port}/`);
    expect(desk.verdicts.map(({ reviewer }) => reviewer)).toEqual(['<b>ana</b>']);
    elsewhere.close();
  });

  it('shows the next of 1,000 pairs in the frame after the key (95th percentile), and has every verdict durable', async () => {
    const desk = gardenDesk(somePairs(1_000));
    const review = await open(desk);
    await review.begin('ana');
    await review.page.evaluate(decideInPage(20, true));
    const paints = await review.page.evaluate<{ frames: number; ms: number }[]>(decideInPage(200, true));
    await until('all verdicts are durable', () => desk.verdicts.length === 220);
    const givenAt = new Map(await review.page.evaluate<[number, number][]>(journalTimes));
    const durable = desk.verdicts.map(({ item, at }) => at - (givenAt.get(item) ?? NaN));
    const [paintedMs, durableMs] = [paints.map(({ ms }) => ms), durable].map((ms) =>
      percentile(ms, 0.95).toFixed(),
    );
    console.info(
      `95th percentiles: key to next pair painted ${paintedMs} ms; key to durable ${durableMs} ms.`,
    );
    // How long a frame takes is the machine's matter, and what else it does.
    expect(
      percentile(
        paints.map(({ frames }) => frames),
        0.95,
      ),
    ).toBe(1);
  });

  it('loses none of 1,000 verdicts with the server killed, the tab closed, and the network away in between', async () => {
    const desk = gardenDesk(somePairs(1_000));
    const review = await open(desk);
    await review.begin('ana');
    const address = review.page.url();
    await review.page.evaluate(decideInPage(250, false));
    const [during] = await Promise.all([review.page.evaluate(decideInPage(200, false)), review.killServer()]);
    expect(during).toEqual([]);
    await review.page.getByText('unsent').waitFor();
    expect(desk.verdicts.length).toBeLessThan(450);
    await review.page.close();

    await review.startServerAgain();
    const second = await review.context.newPage();
    await second.goto(address);
    await second.locator('.card').waitFor();
    expect(await second.locator('.count').innerText()).toContain('450 of 1000');
    await review.context.setOffline(true);
    await second.evaluate(decideInPage(250, false));
    await second.getByText('unsent').waitFor();
    await review.context.setOffline(false);
    await Promise.all([
      second.evaluate(decideInPage(300, false)),
      review.killServer().then(() => review.startServerAgain()),
    ]);
    await until('all verdicts are durable', () => desk.standing().length === 1_000);
    expect(desk.verdicts).toHaveLength(1_000);
    expect(new Set(desk.verdicts.map(({ item }) => item)).size).toBe(1_000);
    await until('the page knows it', async () => (await second.getByText('unsent').count()) === 0);
  });

  it('has two tabs of one reviewer agree', async () => {
    const desk = gardenDesk(somePairs(20));
    const review = await open(desk);
    await review.begin('ana');
    const other = await review.context.newPage();
    await other.goto(review.page.url());
    await other.locator('.card').waitFor();
    await review.press('a', 'a', 'a');
    await until('the other tab follows', async () =>
      (await other.locator('.count').innerText()).includes('3 of 20'),
    );
    // It still shows the first pair, which the other tab accepted: a later verdict supersedes.
    await other.keyboard.press('x');
    await other.keyboard.press('1');
    await until('both are durable', () => desk.verdicts.length === 4);
    // Each tab sends its own: which of theirs comes last is open.
    expect(desk.verdicts.find(({ item, revision }) => item === 1 && revision === 2)).toMatchObject({
      verdict: 'reject',
      reason: 'wrong',
    });
    await until('the first tab follows', async () => {
      await review.page.bringToFront();
      return !(await review.page.locator('.count').innerText()).includes('4 of 20');
    });
  });

  it.each([320, 375, 430])(
    'has run and count on one line below the buttons on a phone (%i px)',
    async (width) => {
      const { page, ...review } = await open(gardenDesk(somePairs(2)), { viewport: { width, height: 720 } });
      const topOf = async (selector: string): Promise<{ y: number; height: number; x: number }> =>
        (await page.locator(selector).first().boundingBox()) ?? { x: 0, y: 0, height: 0 };
      await page.getByLabel('Your name').fill('ana');
      await page.keyboard.press('Enter');
      await page.locator('.batch').first().waitFor();
      expect((await topOf('header h1')).x).toBeLessThan((await topOf('header .bar-buttons')).x);
      await page.locator('.batch').first().click();
      await page.locator('.card').waitFor();
      const [name, count, buttons] = [
        await topOf('header h1'),
        await topOf('header .count'),
        await topOf('header .bar-buttons'),
      ];
      expect(name.y).toBeGreaterThanOrEqual(buttons.y + buttons.height);
      expect(Math.abs(name.y + name.height / 2 - count.y - count.height / 2)).toBeLessThan(6);
      expect(review.complaints).toEqual([]);
    },
  );

  it('says that somebody else has what is left', async () => {
    const desk = gardenDesk(somePairs(2));
    const [batch] = await desk.batches();
    if (batch) await desk.hold(batch, 'ana', 2);
    const tim = await open(desk);
    await tim.begin('tim');
    expect(await tim.page.locator('.finished').innerText()).toMatch(
      /What is left is with somebody else\n[^]*2 pairs of this batch are kept for others, the first until \d\d:\d\d/,
    );
  });

  it('is worked by keys alone: a name, 200 pairs, some of them undone, and two conflicts of others', async () => {
    const desk = gardenDesk(
      somePairs(202, (item) => (item.item > 200 ? { ...item, needed: 2 } : item)),
      { adjudicator: 'ana' },
    );
    const [batch] = await desk.batches();
    for (const [reviewer, verdict] of [
      ['ben', 'approve'],
      ['eva', 'reject'],
    ] as const)
      await desk.submit(
        batch!,
        { reviewer, verdicts: [201, 202].map((item) => ({ item, verdict })) },
        `of-${reviewer}`,
      );
    const review = await open(desk);
    const { page } = review;
    await page.getByLabel('Your name').waitFor();
    await review.press('Tab');
    await page.keyboard.type('ana');
    await review.press('Enter');
    await page.locator('.batch').waitFor();
    await review.press('Tab', 'Tab', 'Enter');
    await page.locator('.card').waitFor();
    for (let pair = 1; pair <= 200; pair++) {
      if (pair % 7 === 0) await review.press('x', String(1 + (pair % 6)));
      else if (pair % 11 === 0) await review.press('Space');
      else await review.press('a');
      if (pair % 20 === 0) await review.press(pair % 40 === 0 ? 'u' : 'Backspace', 'a');
    }
    await page.getByText('Nothing is left for you in this batch').waitFor();
    await page.getByRole('button', { name: 'Settle 2 conflicts' }).waitFor();
    await review.press('Tab', 'Enter');
    await page.getByText('Reviewers differ on this pair').waitFor();
    expect(await page.locator('main').innerText()).not.toContain('eva');
    await review.press('a');
    await page.getByText('eva: rejected').waitFor();
    await review.press('ArrowRight', 'x', '3');
    await page.getByText('Similarity by ROUGE-L').waitFor();

    await until(
      'all is durable',
      () => desk.standing().filter(({ reviewer }) => reviewer === 'ana').length === 202,
    );
    expect((await desk.view()).conflicts).toEqual([]);
    expect(desk.verdicts.filter(({ verdict }) => verdict === 'withdrawn')).toHaveLength(10);
  });

  it.each([
    [1280, 'light'],
    [1280, 'dark'],
    [320, 'light'],
    [320, 'dark'],
  ] as const)('has nothing that axe finds serious at %i px in the %s theme', async (width, colorScheme) => {
    const desk = gardenDesk(
      somePairs(12, (item) => ([3, 5].includes(item.item) ? { ...item, needed: 2 } : item)),
      { adjudicator: 'ana' },
    );
    const reject = { verdict: 'reject', reason: 'unclear' } as const;
    for (const [reviewer, verdicts] of [
      ['ben', [3, 5].map((item) => ({ item, ...reject }))],
      ['eva', [{ item: 5, verdict: 'approve' as const }]],
    ] as const)
      await desk.submit(desk.batch, { reviewer, verdicts }, `of-${reviewer}`);
    const review = await open(desk, { viewport: { width, height: width === 320 ? 640 : 900 }, colorScheme });
    const { page } = review;
    const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
    const found: string[] = [];
    const look = async (state: string): Promise<void> => {
      if (await page.evaluate('!window.axe')) await page.evaluate(axe);
      const { violations } = await page.evaluate<{
        violations: { id: string; impact: string; nodes: { html: string }[] }[];
      }>(`axe.run(document, { resultTypes: ['violations'], runOnly: ${JSON.stringify(rules)} })`);
      for (const { id, impact, nodes } of violations)
        if (impact === 'serious' || impact === 'critical')
          found.push(`${state}: ${id}: ${nodes.map(({ html }) => html).join(' ')}`);
      const tooWide = await page.evaluate('document.documentElement.scrollWidth > innerWidth');
      if (tooWide) found.push(`${state}: scrolls sideways`);
      await keepPicture(state);
    };
    // SEEDBED_SCREENSHOTS=1 makes the pictures of docs/review.md anew; a folder gets those of every state.
    const keepPicture = async (state: string): Promise<void> => {
      const wanted = process.env['SEEDBED_SCREENSHOTS'];
      const name = `review-${state}-${width === 320 ? 'phone-' : ''}${colorScheme}.png`;
      if (wanted === undefined || (wanted === '1' && !documented.has(name))) return;
      const folder = wanted === '1' ? join('docs', 'images') : wanted;
      mkdirSync(folder, { recursive: true });
      await page.screenshot({ path: join(folder, name) });
    };

    await page.getByLabel('Your name').waitFor();
    await look('name');
    await page.getByLabel('Your name').fill('ana');
    await review.press('Enter');
    await page.locator('.batch').waitFor();
    await look('queue');
    await page.locator('.batch').click();
    await page.locator('.card').waitFor();
    await look('pair');
    await review.press('a', 'f', 'x');
    await look('reasons');
    await review.press('2', 'a', 'ArrowLeft', 'i');
    await page.getByText('ben: rejected').waitFor();
    await look('evidence');
    await review.press('i', 'e');
    await look('edit');
    await review.press('Escape', 'Escape', '?');
    await look('keys');
    await review.press('Escape', 'm');
    await page.getByRole('button', { name: 'Filter' }).click();
    await look('filters');
    await page.getByRole('button', { name: 'Filter' }).click();
    await review.killServer();
    await review.press('Escape', 'm', 'ArrowRight', 'a');
    await page.getByText('unsent').waitFor();
    await look('away');
    await review.startServerAgain();
    await page.getByLabel(/^Pair/).press('a');
    for (let left = 0; left < 11; left++) await review.press('a');
    await page.getByText('Nothing is left for you in this batch').waitFor();
    await look('finished');
    await page.getByRole('button', { name: 'Settle 2 conflicts' }).click();
    await page.getByText('Others differ from you on this pair').waitFor();
    await look('settling-own');
    await review.press('a');
    await page.getByText('ben: rejected').waitFor();
    await review.press('ArrowRight');
    await page.getByText('Reviewers differ on this pair').waitFor();
    await look('settling');
    await review.press('x', '1');
    await page.getByText('eva: accepted').waitFor();
    await look('settled');
    await until('both conflicts are settled', () => desk.batch.conflicts === 0);
    expect(found).toEqual([]);
  });
});
