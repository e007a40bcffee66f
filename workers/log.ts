import type { Logger as TemporalLogger, LogLevel as TemporalLevel, LogMetadata } from '@temporalio/worker';
import pino, { type DestinationStream, type Logger } from 'pino';
import { UserError } from '../core/foundations/userError';
import { logLevels, type LogLevel } from '../core/run/logLevels';

/** The level that SEEDBED_LOG_LEVEL names; `info` where it names none. */
export function readLogLevel(environment: Readonly<Record<string, string | undefined>>): LogLevel {
  const named = environment['SEEDBED_LOG_LEVEL'] || 'info';
  const level = logLevels.find((one) => one === named.toLowerCase());
  if (level) return level;
  throw new UserError(`SEEDBED_LOG_LEVEL is "${named}", which is no level of the log.`, {
    mend: `Give one of ${logLevels.join(', ')}.`,
  });
}

/**
 * A worker's log: a line of JSON for each event, on standard error, which a supervisor keeps in a file. Written at once, so that what
 * a process said last is there when it is killed.
 */
export function createLog(
  level: LogLevel,
  destination: DestinationStream = pino.destination({ fd: 2, sync: true }),
): Logger {
  return pino(
    {
      level,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    destination,
  );
}

/** The log as Temporal's SDK writes to it, from `warn` on. Of attempts of activities that failed there is a line already. */
export function temporalLog(log: Logger): TemporalLogger {
  const write = (level: TemporalLevel, message: string, meta: LogMetadata = {}): void => {
    const isAttempt = 'activityType' in meta && 'error' in meta;
    if (isAttempt || (level !== 'WARN' && level !== 'ERROR')) return;
    const { sdkComponent, taskQueue, workflowId, workflowType, runId, error } = meta as Record<
      string,
      unknown
    >;
    const fields = { sdkComponent, taskQueue, workflowId, workflowType, runId, error: wordsOf(error) };
    log[level === 'ERROR' ? 'error' : 'warn'](fields, message);
  };
  return {
    log: write,
    trace: (message, meta) => write('TRACE', message, meta),
    debug: (message, meta) => write('DEBUG', message, meta),
    info: (message, meta) => write('INFO', message, meta),
    warn: (message, meta) => write('WARN', message, meta),
    error: (message, meta) => write('ERROR', message, meta),
  };
}

/** Of a worker or a workflow, which hold references and no texts. */
function wordsOf(error: unknown): string | undefined {
  if (error === undefined) return undefined;
  return error instanceof Error ? `${error.name}: ${error.message}`.slice(0, 500) : typeof error;
}
