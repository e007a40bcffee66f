import { boundedText } from '../../../../core/foundations/text/boundedText';

const htmlBytes = (text: string): number =>
  Buffer.byteLength(
    text
      .replace(/&/g, '&amp;')
      .replace(/</g, '&lt;')
      .replace(/>/g, '&gt;')
      .replace(/"/g, '&quot;')
      .replace(/'/g, '&#39;'),
  );

test.each([
  'plain words, '.repeat(50),
  '"'.repeat(500),
  "<&>'".repeat(200),
  '日本語'.repeat(100),
  '👩‍🌾'.repeat(90),
])('no text takes more bytes on a page than it may, and none is cut within a character: %.12s', (text) => {
  for (const bytes of [3, 10, 100, 101, 102, 103]) {
    const bounded = boundedText(text, bytes);
    expect(htmlBytes(bounded)).toBeLessThanOrEqual(bytes);
    expect(bounded).not.toMatch(/\p{Surrogate}/u);
    expect(bounded.endsWith('…')).toBe(true);
  }
});

test('what fits stays as it is', () => {
  expect(boundedText('Name a bird.', 12)).toBe('Name a bird.');
  expect(boundedText('', 0)).toBe('');
});
