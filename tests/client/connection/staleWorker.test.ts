import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { thisProcess } from '../../../adapters/stack/processIdentity';
import { writeRecord } from '../../../adapters/stack/records';
import { stateFolder } from '../../../adapters/stack/workspace';
import { warnOfStaleWorker } from '../../../client/connection/session';
import { Terminal } from '../../../client/terminal/terminal';

test('a configuration that was changed after the worker began is told, and an older one is not', () => {
  const workspace = mkdtempSync(join(tmpdir(), 'seedbed-stale-'));
  const config = join(workspace, 'seedbed.config.yaml');
  const told = (): string => {
    let said = '';
    const stream = { write: (text: string) => ((said += text), true) } as unknown as NodeJS.WriteStream;
    warnOfStaleWorker({ terminal: new Terminal({}, stream, stream), workspace });
    return said;
  };
  try {
    writeFileSync(config, 'endpoints: {}\n');
    expect(told()).toBe(''); // no worker is up
    const record = { process: thisProcess(), ports: [], fingerprint: '', logOffset: 0, restarts: 0 };
    writeRecord(stateFolder(workspace).stack, 'worker', record);
    utimesSync(config, new Date(0), new Date(0));
    expect(told()).toBe('');
    utimesSync(config, new Date(), new Date(Date.now() + 60_000));
    expect(told()).toMatch(/seedbed\.config\.yaml was changed after the worker began.*down && .*up/);
  } finally {
    rmSync(workspace, { recursive: true });
  }
});
