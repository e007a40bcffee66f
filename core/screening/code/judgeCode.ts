import { fencedBlocks } from '../../foundations/text/prose';
import { shortened } from '../../foundations/text/shortened';
import type { FilterResult } from '../../vocabulary/filterResult';
import type { CallOutcome, CodeJob, CodeOutcome } from './codeJob';
import type { CodeExample } from './examples';
import { literalText, type CodeValue } from './literal';
import { sameValue, type RunnableLanguage } from './sameValue';

const languages: Readonly<Record<string, RunnableLanguage>> = {
  python: 'python',
  py: 'python',
  python3: 'python',
  javascript: 'javascript',
  js: 'javascript',
  node: 'javascript',
  mjs: 'javascript',
};
const definition: Readonly<Record<RunnableLanguage, RegExp>> = {
  python: /^[ \t]*(?:async )?def [\p{L}_]/mu,
  javascript: /\bfunction\b|=>/u,
};

/** The job that tells whether a response holds to examples; undefined where it has no code that could be run. */
export function codeJobOf(
  instruction: string,
  response: string,
  examples: readonly CodeExample[],
): CodeJob | undefined {
  const blocks = fencedBlocks(response).flatMap(({ info, content }) => {
    const word = /^[\w+#-]*/u.exec(info)?.[0] ?? '';
    const language = Object.hasOwn(languages, word)
      ? languages[word]
      : word === ''
        ? guessed(content)
        : undefined;
    return language ? [{ language, content: undented(content) }] : [];
  });
  const language = blocks.find((block) => definition[block.language].test(block.content))?.language;
  if (!language || examples.length === 0) return undefined;
  const own = blocks.filter((block) => block.language === language).map(({ content }) => content);
  const { name } = examples[0]!;
  const defining = own.filter(
    (content) => definition[language].test(content) && (name === undefined || content.includes(name)),
  );
  const programs = [own.join('\n\n'), ...[...defining].reverse()];
  return {
    language,
    programs: [...new Set(programs)],
    name,
    mentioned: [...new Set(instruction.match(/[\p{L}_$][\p{L}\d_$]*/gu))].filter((word) =>
      own.some((content) => content.includes(word)),
    ),
    calls: examples.filter((example) => example.name === name).map(({ args }) => args),
  };
}

function guessed(content: string): RunnableLanguage | undefined {
  if (/^def \w+\(.*\).*:\s*$/mu.test(content)) return 'python';
  return /^(?:export )?(?:async )?function \w+\(|^(?:const|let) \w+ = .*=>/mu.test(content)
    ? 'javascript'
    : undefined;
}

/** A block inside a list is indented as the list is. */
function undented(content: string): string {
  const lines = content.split('\n');
  const indents = lines.filter((line) => line.trim() !== '').map((line) => /^[ \t]*/u.exec(line)![0].length);
  const least = Math.min(...indents);
  return lines.map((line) => line.slice(Number.isFinite(least) ? least : 0)).join('\n');
}

/** What the sandbox lacks and the world may have: an error that comes of it says nothing of the code. */
const ofTheSandbox: Readonly<Record<RunnableLanguage, (type: string, message: string) => boolean>> = {
  python: (type, message) =>
    /^(?:ModuleNotFoundError|ImportError|OSError|FileNotFoundError|PermissionError|NotImplementedError|BlockingIOError|EOFError|MemoryError|RecursionError|SystemExit|KeyboardInterrupt|UnsupportedOperation|gaierror|error)$/u.test(
      type,
    ) || /can't start new thread|cannot fit 'int'|asyncio|event loop/u.test(message),
  javascript: (type, message) =>
    (type === 'ReferenceError' &&
      /\b(?:require|process|Buffer|URL|URLSearchParams|TextEncoder|TextDecoder|fetch|setTimeout|setInterval|setImmediate|clearTimeout|clearInterval|structuredClone|Intl|document|window|navigator|crypto|performance|atob|btoa|AbortController|Headers|Request|Response|FormData|Blob|localStorage|alert|prompt|self|os|std|import|Deno|Bun|global|WebSocket|EventEmitter|Worker|queueMicrotask|\w+Stream)\b/u.test(
        message,
      )) ||
    /stack overflow|out of memory|interrupted|could not load module|Intl|unsupported/iu.test(
      `${type} ${message}`,
    ) ||
    type === 'InternalError',
};

/**
 * What running its examples says of a response; the score is the share of them that held before one did not. Whatever could be the sandbox's doing, or is no
 * example's clear failure, passes, without a score.
 */
export function judgeCode(
  examples: readonly CodeExample[],
  job: CodeJob,
  outcome: CodeOutcome,
): FilterResult {
  const told = examples.filter(({ name }) => name === job.name);
  const ran = outcome.calls.length;
  let right = 0;
  const base = { language: job.language, examples: told.length, ran };
  const fails = (reason: string, call: string | undefined, expected: string, got: string): FilterResult => ({
    passed: false,
    reason,
    score: right / told.length,
    evidence: { ...base, failed: { ...(call !== undefined && { call }), expected, got } },
  });
  const silent = (why: string): FilterResult => ({ passed: true, evidence: { ...base, unclear: why } });
  const { loaded, ended } = outcome;
  if (loaded.is === 'error')
    return ofTheSandbox[job.language](loaded.type, loaded.message)
      ? silent(`${loaded.type}: ${shortened(loaded.message, 120)}`)
      : fails(
          `the code does not run: ${loaded.type}: ${shortened(loaded.message, 120)}`,
          undefined,
          'a program that runs',
          `${loaded.type}: ${shortened(loaded.message, 200)}`,
        );
  if (loaded.is === 'nameless')
    return loaded.definesOther && job.name !== undefined
      ? fails(
          `the code defines no ${job.name}, which the instruction calls`,
          told[0]?.call,
          job.name,
          'other functions',
        )
      : silent('no function to call was found');
  for (const [index, { call, expected, args }] of told.entries()) {
    const one = outcome.calls[index];
    const shown = shortened(withName(call, job.name), 100);
    if (!one) {
      if (ended === 'time' && loaded.is === 'loaded')
        return fails(
          `${shown} does not end, where ${said(expected)} is expected`,
          shown,
          said(expected),
          'no end',
        );
      return silent(
        ended === 'time'
          ? 'the program did not end before any example'
          : `it ended early: ${ended ?? 'unknown'}`,
      );
    }
    const verdict = verdictOn(one, expected, args, job.language);
    if (verdict === 'unclear') return silent(`${shown}: ${gotText(one)}`);
    if (verdict === 'right') right++;
    if (verdict === 'wrong')
      return fails(
        `${shown} gives ${shortened(gotText(one), 120)}, where ${said(expected)} is expected`,
        shown,
        said(expected),
        shortened(gotText(one), 300),
      );
  }
  return { passed: true, score: 1, evidence: base };
}

function verdictOn(
  one: CallOutcome,
  expected: CodeValue,
  args: readonly CodeValue[],
  language: RunnableLanguage,
): 'right' | 'wrong' | 'unclear' {
  if (one.is === 'error') return ofTheSandbox[language](one.type, one.message) ? 'unclear' : 'wrong';
  if (sameValue(expected, one.value, language)) return 'right';
  // A generator, a view or an object of a class may stand for what an example writes.
  if (one.value.kind === 'other') return 'unclear';
  const [first] = args;
  const worksInPlace =
    one.value.kind === 'none' &&
    one.first !== undefined &&
    first !== undefined &&
    !sameValue(first, one.first, language);
  return worksInPlace ? 'unclear' : 'wrong';
}

const said = (value: CodeValue): string => shortened(literalText(value), 200);

function gotText(one: CallOutcome): string {
  return one.is === 'value' ? literalText(one.value) : `${one.type}: ${one.message}`;
}

/** Arguments alone are shown as the call that they stand for. */
function withName(call: string, name: string | undefined): string {
  return name === undefined ? `the example ${call}` : call;
}
