import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { thisProcess } from '../../../adapters/stack/processIdentity';
import { writeRecord } from '../../../adapters/stack/records';
import { stateFolder } from '../../../adapters/stack/workspace';
import { Session } from '../../../client/connection/session';

test('a worker that a killed command left running works on runs, though nobody keeps it up', () => {
  const workspace = mkdtempSync(join(tmpdir(), 'seedbed-left-'));
  try {
    const session = new Session(
      workspace,
      {} as Session['addresses'],
      {} as Session['database'],
      undefined,
      false,
    );
    expect(session.isWorkedOn()).toBe(false);
    const record = { process: thisProcess(), ports: [], fingerprint: '', logOffset: 0, restarts: 0 };
    writeRecord(stateFolder(workspace).stack, 'worker', record);
    expect([session.isWorkedOn(), session.goesOnWithoutUs()]).toEqual([true, false]);
  } finally {
    rmSync(workspace, { recursive: true });
  }
});
