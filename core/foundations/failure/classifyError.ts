import { UserError } from '../userError';
import { codeOf, isError, KnownFailure, type Failure, type FailureKind } from './failure';

/**
 * What whatever was thrown means, by its type and its codes and never by its words. The outermost error of a chain of causes that
 * says something decides; what nothing is known of is a defect.
 */
export function classifyError(thrown: unknown): Failure {
  for (let error = thrown, depth = 0; error !== undefined && depth < 8; error = causeOf(error), depth++) {
    const failure = classify(error);
    if (failure) return failure;
  }
  return defect(thrown);
}

function classify(error: unknown): Failure | undefined {
  if (error instanceof KnownFailure) return error.means;
  if (error instanceof UserError)
    return {
      kind: 'needsMending',
      message: [error.message, error.mend].filter((part) => part !== undefined).join(' '),
      code: error.name,
    };
  const code = codeOf(error);
  if (!isError(error) || code === undefined) return undefined;
  const kind = isSqlState(error, code) ? kindOfSqlState(code) : kindOfSystemError[code];
  if (kind === undefined) return undefined;
  return kind === 'defect'
    ? defect(error)
    : {
        kind,
        code,
        message: kind === 'passing' ? away(error) : `${error.message}. Mend that where the worker runs.`,
      };
}

function away(error: Error): string {
  return `${error.message || error.name}. It is tried again.`;
}

function defect(thrown: unknown): Failure {
  const name = isError(thrown) ? thrown.name : typeof thrown;
  const words = isError(thrown) ? thrown.message : String(thrown);
  return { kind: 'defect', message: `${name}: ${excerpt(words)}`, code: codeOf(thrown) ?? name };
}

/** One line, short enough for a history: what broke may quote a text at length. */
function excerpt(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > 300 ? `${line.slice(0, 299)}…` : line;
}

function causeOf(error: unknown): unknown {
  if (!isError(error)) return undefined;
  const { errors } = error as Partial<AggregateError>;
  return error.cause ?? errors?.[0];
}

/** PostgreSQL's errors, and no others, have a severity beside a code of five characters. */
function isSqlState(error: Error, code: string): boolean {
  return /^[0-9A-Z]{5}$/.test(code) && 'severity' in error;
}

/** By class, https://www.postgresql.org/docs/current/errcodes-appendix.html, and single codes before their class. */
const kindOfState: Readonly<Record<string, FailureKind>> = {
  '08': 'passing', // connection exception
  '08P01': 'defect', // protocol violation: a statement with too few or too many values
  '0A': 'defect', // feature not supported
  '22': 'defect', // data exception
  '23': 'defect', // integrity constraint violation
  '25': 'defect', // invalid transaction state
  '25006': 'passing', // read-only: a standby that is being promoted
  '25P03': 'passing', // the transaction was left idle: by a process that was stopped, or cut off
  '25P04': 'passing', // the transaction took longer than the server allows
  '28': 'needsMending', // invalid authorization
  '3D': 'needsMending', // no such database
  '40': 'passing', // transaction rollback: serialization, deadlock
  '42': 'defect', // syntax error, or no such table or column
  '42501': 'needsMending', // insufficient privilege
  '53': 'passing', // insufficient resources: connections, memory, disk
  '55': 'passing', // object not in prerequisite state: locked by another
  '57': 'passing', // operator intervention: shutdown, restart, cancelled
  '57P04': 'needsMending', // the database was dropped
  '58': 'passing', // system error outside of PostgreSQL
  XX: 'defect', // internal error, corrupted data
};

function kindOfSqlState(state: string): FailureKind {
  return kindOfState[state] ?? kindOfState[state.slice(0, 2)] ?? 'defect';
}

const kindOfSystemError: Readonly<Record<string, FailureKind>> = {
  // The network, and whoever is behind it.
  ECONNREFUSED: 'passing',
  ECONNRESET: 'passing',
  ECONNABORTED: 'passing',
  EPIPE: 'passing',
  ETIMEDOUT: 'passing',
  EHOSTUNREACH: 'passing',
  EHOSTDOWN: 'passing',
  ENETUNREACH: 'passing',
  ENETDOWN: 'passing',
  EADDRNOTAVAIL: 'passing',
  ENOTFOUND: 'passing',
  EAI_AGAIN: 'passing',
  UND_ERR_CONNECT_TIMEOUT: 'passing',
  UND_ERR_HEADERS_TIMEOUT: 'passing',
  UND_ERR_BODY_TIMEOUT: 'passing',
  UND_ERR_SOCKET: 'passing',
  ERR_IPC_CHANNEL_CLOSED: 'passing', // a model's process
  // This machine, short of something for a moment.
  EAGAIN: 'passing',
  EBUSY: 'passing',
  EINTR: 'passing',
  EMFILE: 'passing',
  ENFILE: 'passing',
  ENOMEM: 'passing',
  // Files and folders, which somebody has to see to.
  EACCES: 'needsMending',
  EPERM: 'needsMending',
  EROFS: 'needsMending',
  ENOSPC: 'needsMending',
  EDQUOT: 'needsMending',
  EIO: 'needsMending',
  EISDIR: 'needsMending',
  ENOTDIR: 'needsMending',
  ENOENT: 'needsMending',
};
