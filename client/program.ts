import { Command } from 'commander';
import { addSharedOptions } from './command';
import { addCalibrateCommand } from './commands/calibrate';
import { addCancelCommand } from './commands/cancel';
import { addCompletionCommand } from './commands/completion';
import { addDemoCommand } from './commands/demo';
import { addDoctorCommand } from './commands/doctor';
import { addDownCommand } from './commands/down';
import { addExportCommand } from './commands/export';
import { addListCommand } from './commands/list';
import { addNoveltyCommand } from './commands/novelty';
import { addPauseCommand } from './commands/pause';
import { addPreviewCommand } from './commands/preview';
import { addPromptCommand } from './commands/prompt';
import { addReportCommand } from './commands/report';
import { addRescreenCommand } from './commands/rescreen';
import { addResumeCommand } from './commands/resume';
import { addReviewCommand } from './commands/review';
import { addRunCommand } from './commands/run';
import { addScreenCommand } from './commands/screen';
import { addStatusCommand } from './commands/status';
import { addStopCommand } from './commands/stop';
import { addTraceCommand } from './commands/trace';
import { addUpCommand } from './commands/up';
import { addValidateCommand } from './commands/validate';
import { addAcceptCommand, addVerdictCommands } from './commands/verdicts';
import { addWatchCommand } from './commands/watch';
import { addWorkerCommand } from './commands/worker';

const afterHelp = `
First time:      seedbed demo
Exit codes:      0 done, 1 failed, 2 wrong usage or configuration, 3 ended below its target,
                 4 key or permission, 5 waiting for a person, 6 budget reached, 130 interrupted
`;

/** The command line. Everything heavy is loaded by the command that needs it: --help must not wait for Temporal's client. */
export function createProgram(version: string): Command {
  const program = new Command('seedbed');
  program
    .description('Instruction-response datasets, grown from a few seed tasks by durable Temporal workflows.')
    .version(version, '-V, --version')
    .showHelpAfterError('See: seedbed --help')
    .addHelpText('after', afterHelp)
    .enablePositionalOptions() // what follows the command's name is the command's
    .exitOverride();
  addSharedOptions(program);
  const add = [
    ...[addDemoCommand, addRunCommand, addPreviewCommand, addListCommand, addStatusCommand, addWatchCommand],
    ...[addPauseCommand, addResumeCommand, addStopCommand, addCancelCommand, addExportCommand],
    ...[addReviewCommand, addVerdictCommands, addAcceptCommand],
    ...[addReportCommand, addTraceCommand, addPromptCommand],
    ...[addScreenCommand, addRescreenCommand, addCalibrateCommand],
    ...[addValidateCommand, addNoveltyCommand, addUpCommand, addDownCommand, addDoctorCommand],
    ...[addWorkerCommand, addCompletionCommand],
  ];
  for (const addCommand of add) addCommand(program);
  for (const command of program.commands) addSharedOptions(command);
  return program;
}
