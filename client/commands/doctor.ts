import type { CommandDefinition } from '../terminal/commandDefinition';

/** `seedbed doctor`: what is here, what is missing, what to do. Changes nothing; exits with 2 when something needed is missing. */
export const doctorCommand: CommandDefinition = {
  name: 'doctor',
  define: (command) => {
    command
      .description('Show what is found, what is missing and what to do. Starts and fetches nothing.')
      .option('--config', 'show where each setting comes from')
      .option('--json', 'print one JSON object')
      .action(async ({ config = false, json = false }: { config?: boolean; json?: boolean }) => {
        const { inspectStack, stackSettings } = await import('../../adapters/stack/inspection.js');
        const { workspaceFolder } = await import('../connection/workspaceFolder.js');
        const { asTyped } = await import('../terminal/asTyped.js');
        const { readiness } = await import('./doctor/readiness.js');
        const workspace = workspaceFolder();
        const findings = await inspectStack(workspace);
        const settings = config ? stackSettings(workspace) : undefined;
        const missing = findings.filter((finding) => finding.state === 'missing');

        if (json) {
          const result = {
            workspace,
            ok: missing.length === 0,
            findings,
            ...(settings === undefined ? {} : { settings }),
          };
          process.stdout.write(`${JSON.stringify(result)}\n`);
        } else {
          const marks = { found: 'found  ', missing: 'MISSING', absent: '-      ' };
          for (const { subject, state, detail, mend } of findings) {
            process.stdout.write(`${marks[state]}  ${subject.padEnd(17)} ${detail}\n`);
            if (mend !== undefined) process.stdout.write(`${' '.repeat(27)} ${mend}\n`);
          }
          for (const { name, value, from } of settings ?? []) {
            process.stdout.write(`${name.padEnd(22)} ${value}  (${from})\n`);
          }
          process.stdout.write(asTyped(`${readiness(findings)}\n`));
        }
        if (missing.length > 0) process.exitCode = 2;
      });
  },
};
