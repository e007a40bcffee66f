import type { CommandDefinition } from '../terminal/commandDefinition';
import { acceptCommand } from './accept';
import { biasCommand } from './bias';
import { calibrateCommand } from './calibrate';
import { cancelCommand } from './cancel';
import { completionCommand } from './completion';
import { costCommand } from './cost';
import { datasetsCommand } from './datasets';
import { demoCommand } from './demo';
import { diffCommand } from './diff';
import { doctorCommand } from './doctor';
import { downCommand } from './down';
import { endpointsCommand } from './endpoints';
import { estimateCommand } from './estimate';
import { exportCommand } from './export';
import { extendCommand } from './extend';
import { knowledgeCommand } from './knowledge';
import { listCommand } from './list';
import { mergeCommand } from './merge';
import { noveltyCommand } from './novelty';
import { changeTargetCommand } from './changeTarget';
import { pauseCommand } from './pause';
import { previewCommand } from './preview';
import { promptCommand } from './prompt';
import { raiseBudgetCommand } from './raiseBudget';
import { reportCommand } from './report';
import { reproduceCommand } from './reproduce';
import { rescreenCommand } from './rescreen';
import { resumeCommand } from './resume';
import { reviewCommand } from './review';
import { runCommand } from './run';
import { screenCommand } from './screen';
import { setRateCommand } from './setRate';
import { statusCommand } from './status';
import { stopCommand } from './stop';
import { traceCommand } from './trace';
import { upCommand } from './up';
import { uploadCommand } from './upload';
import { validateCommand } from './validate';
import { verdictCommands } from './verdicts';
import { watchCommand } from './watch';
import { workerCommand } from './worker';
import { worthCommand } from './worth';

/** The commands, in the order in which help shows them. A new one is its file and a line here. */
export const commands: readonly CommandDefinition[] = [
  demoCommand,
  runCommand,
  extendCommand,
  previewCommand,
  listCommand,
  statusCommand,
  watchCommand,
  pauseCommand,
  resumeCommand,
  raiseBudgetCommand,
  changeTargetCommand,
  setRateCommand,
  stopCommand,
  cancelCommand,
  exportCommand,
  uploadCommand,
  datasetsCommand,
  diffCommand,
  mergeCommand,
  reproduceCommand,
  reviewCommand,
  ...verdictCommands,
  acceptCommand,
  reportCommand,
  costCommand,
  traceCommand,
  promptCommand,
  knowledgeCommand,
  screenCommand,
  rescreenCommand,
  calibrateCommand,
  biasCommand,
  worthCommand,
  validateCommand,
  estimateCommand,
  endpointsCommand,
  noveltyCommand,
  upCommand,
  downCommand,
  doctorCommand,
  workerCommand,
  completionCommand,
];
