/**
 * All that runs on the page: reading what is pointed at, from the table behind the picture; arrow keys on the map; the theme; all tables open on
 * paper. It reads and writes text alone, never markup. Without it the page holds all the same.
 */
export const script = `(() => {
  'use strict';
  const root = document.documentElement;
  const theme = document.getElementById('theme');
  const isDark = () => (root.dataset.theme || (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light')) === 'dark';
  const name = () => { theme.textContent = isDark() ? 'Light theme' : 'Dark theme'; };
  theme.hidden = false;
  name();
  theme.addEventListener('click', () => { root.dataset.theme = isDark() ? 'light' : 'dark'; name(); });

  const tip = document.getElementById('tip');
  const rowsOf = (plot) => plot.closest('figure').querySelectorAll('tbody tr');
  const words = (plot, row) => {
    const cells = rowsOf(plot)[row];
    if (!cells) return '';
    const heads = [...plot.closest('figure').querySelectorAll('thead th')].map((head) => head.textContent);
    return [...cells.children].map((cell, at) => [heads[at], cell.textContent]).filter(([, text]) => text && text !== '–')
      .map(([head, text]) => head + ': ' + text).join('\\n');
  };
  const place = (x, y) => {
    const { width, height } = tip.getBoundingClientRect();
    tip.style.left = Math.max(8, Math.min(x + 14, innerWidth - width - 8)) + 'px';
    tip.style.top = (y + height + 22 > innerHeight ? Math.max(8, y - height - 14) : y + 14) + 'px';
  };
  let byKeys = false;
  const leave = () => { tip.textContent = ''; byKeys = false; };
  for (const plot of document.querySelectorAll('.plot')) {
    const show = (event) => {
      const mark = event.target.closest('[data-row]');
      byKeys = false;
      tip.textContent = mark ? words(plot, Number(mark.dataset.row)) : '';
      if (mark) place(event.clientX, event.clientY);
    };
    plot.addEventListener('pointermove', show);
    plot.addEventListener('pointerdown', show);
    plot.addEventListener('pointerleave', (event) => { if (event.pointerType === 'mouse') leave(); });
    if (!plot.classList.contains('map')) continue;
    let here = -1;
    plot.addEventListener('keydown', (event) => {
      const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
      if (event.key === 'Escape') leave();
      if (!step) return;
      event.preventDefault();
      for (const old of plot.querySelectorAll('.here')) old.classList.remove('here');
      const total = rowsOf(plot).length;
      here = (here + step + total) % total;
      const marks = [...plot.querySelectorAll('[data-row="' + here + '"]')];
      for (const mark of marks) mark.classList.add('here');
      const seen = marks.find((mark) => mark.getClientRects().length > 0);
      tip.textContent = words(plot, here);
      byKeys = true;
      if (seen) { const box = seen.getBoundingClientRect(); place(box.right, box.bottom); }
    });
    plot.addEventListener('blur', leave);
  }
  addEventListener('keydown', (event) => { if (event.key === 'Escape') leave(); });
  addEventListener('scroll', () => { if (!byKeys) leave(); }, { passive: true });
  let closed = [];
  addEventListener('beforeprint', () => {
    closed = [...document.querySelectorAll('details:not([open]):not(.long)')];
    for (const one of closed) one.open = true;
  });
  addEventListener('afterprint', () => { for (const one of closed) one.open = false; });
})();`;
