import { reportError } from '../../../client/terminal/reportError';
import type { Terminal } from '../../../client/terminal/terminal';

/** What is told of an error. */
function told(error: unknown): string {
  const lines: string[] = [];
  const terminal = {
    options: {},
    errorColors: { red: (text: string) => text, dim: (text: string) => text },
    warn: (line: string) => lines.push(line),
  } as unknown as Terminal;
  reportError(error, terminal, '/nowhere');
  return lines[0] ?? '';
}

test('an error that nobody foresaw is told with what lies at its bottom, once', () => {
  const refused = Object.assign(new Error('14 UNAVAILABLE: no space left'), { details: 'no space left' });
  expect(told(new Error('Failed to describe workflow', { cause: refused }))).toBe(
    'Error: Failed to describe workflow: no space left',
  );
  const same = new Error('It failed: no space left.', { cause: new Error('no space left') });
  expect(told(same)).toBe('Error: It failed: no space left.');
});
