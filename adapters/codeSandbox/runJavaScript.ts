import { sourceOf } from '../../core/screening/code/sourceOf';
import type { CallOutcome, CodeOutcome } from '../../core/screening/code/codeJob';
import { limits } from './limits';
import type { RunJob } from './messages';

/** Of the interpreter's steps; so many take some seconds, and where they end is the same on every machine. */
const mostInterrupts = 6_000;
/** Of what promises leave to be done. */
const mostJobs = 100_000;
const stackBytes = 512 << 10;

/** What runs in the interpreter before the code: it keeps the functions by which values are told, which the code may change later. */
const harness = String.raw`
(() => {
  const { stringify } = JSON, { isArray } = Array, { keys, getPrototypeOf, prototype: plain } = Object;
  const isSafe = Number.isSafeInteger, isFinite = Number.isFinite, text = String, from = Array.from, SetOf = Set, MapOf = Map;
  const kept = (value, depth = 0) => {
    if (depth > 20) return { kind: 'other', text: 'something deeply nested' };
    if (value === null || value === undefined) return { kind: 'none' };
    switch (typeof value) {
      case 'boolean': return { kind: 'boolean', value };
      case 'number': return isFinite(value) ? { kind: 'number', value } : { kind: 'other', text: text(value) };
      case 'bigint': return { kind: 'integer', digits: text(value).slice(0, 4000) };
      case 'string': return value.length < 20000 ? { kind: 'text', value } : { kind: 'other', text: 'a long text' };
      case 'object': break;
      default: return { kind: 'other', text: 'a ' + typeof value };
    }
    const many = isArray(value) ? value.length : value instanceof SetOf || value instanceof MapOf ? value.size : 0;
    if (many > 5000) return { kind: 'other', text: 'a long list' };
    if (isArray(value)) return { kind: 'list', items: from(value, (one) => kept(one, depth + 1)) };
    if (value instanceof SetOf) return { kind: 'set', items: from(value, (one) => kept(one, depth + 1)) };
    if (value instanceof MapOf) return { kind: 'map', entries: from(value, ([key, one]) => [kept(key, depth + 1), kept(one, depth + 1)]) };
    const parent = getPrototypeOf(value);
    if (parent !== plain && parent !== null) return { kind: 'other', text: 'an object of a class' };
    const own = keys(value);
    if (own.length > 5000) return { kind: 'other', text: 'a large object' };
    return { kind: 'map', entries: own.map((key) => [kept(key, depth + 1), kept(value[key], depth + 1)]) };
  };
  const told = (error) => {
    try {
      const type = error !== null && typeof error === 'object' ? text(error.name) : 'thrown';
      return { is: 'error', type: type.slice(0, 60), message: text(error !== null && typeof error === 'object' ? error.message : error).slice(0, 300) };
    } catch { return { is: 'error', type: 'Error', message: '' }; }
  };
  return (f, given) => {
    const out = {};
    const done = (value) => {
      const record = { is: 'value', value: kept(value) };
      if (value === undefined && given.length > 0) record.first = kept(given[0]);
      out.text = stringify(record);
    };
    const failed = (error) => { out.text = stringify(told(error)); };
    try {
      const value = f(...given);
      if (value !== null && typeof value === 'object' && typeof value.then === 'function') value.then(done, failed);
      else done(value);
    } catch (error) { failed(error); }
    return out;
  };
})()`;
const silentConsole =
  "globalThis.console = Object.fromEntries(['log','error','warn','info','debug','table','time','timeEnd','assert'].map((name) => [name, () => undefined])); globalThis.module = { exports: {} }; globalThis.exports = module.exports;";

/** QuickJS, compiled to WebAssembly: a JavaScript without any host. What it lacks of Node or a browser it reports as not defined. */
export const runJavaScript: RunJob = async (job, say) => {
  const [{ newQuickJSWASMModuleFromVariant }, { default: variant }] = await Promise.all([
    import('quickjs-emscripten-core'),
    import('@jitl/quickjs-ng-wasmfile-release-sync'),
  ]);
  const engine = await newQuickJSWASMModuleFromVariant(
    // As CommonJS sees it, its default export lies one deeper.
    'default' in variant ? variant.default : variant,
  );
  let interrupts = 0;
  const isOver = (): boolean => interrupts > mostInterrupts;
  say({ kind: 'begins' });
  let last: CodeOutcome['loaded'] = { is: 'unreached' };
  for (const program of job.programs) {
    const runtime = engine.newRuntime();
    runtime.setMemoryLimit(limits.memoryBytes);
    runtime.setMaxStackSize(stackBytes);
    runtime.setInterruptHandler(() => {
      interrupts += 1;
      return isOver();
    });
    const context = runtime.newContext();
    /** Runs a program; undefined with the error kept where it throws. */
    const evaluated = (code: string) => {
      const result = context.evalCode(code, 'program.js');
      if (!('error' in result) || !result.error) return result.value;
      const error = context.dump(result.error) as { name?: string; message?: string } | string;
      const { name = 'thrown', message = '' } = typeof error === 'object' ? error : { message: error };
      last = { is: 'error', type: name, message: message.slice(0, 300) };
      return undefined;
    };
    const caller = evaluated(harness)!;
    evaluated(silentConsole);
    const loaded = evaluated(scriptOf(program));
    if (isOver()) return say({ kind: 'end', ended: 'time' });
    if (!loaded) continue;

    const name = functionName(job.name, job.mentioned, program, (candidate) => {
      const type = evaluated(`typeof ${candidate} === 'function' ? '${candidate}' : ''`);
      return type !== undefined && context.dump(type) === candidate;
    });
    if (name.found === undefined)
      return say({ kind: 'loaded', loaded: { is: 'nameless', definesOther: name.others > 0 } });
    const f = evaluated(name.found)!;
    say({ kind: 'loaded', loaded: { is: 'loaded' } });
    for (const args of job.calls) {
      const given = evaluated(`[${args.map((value) => sourceOf(value, 'javascript')).join(', ')}]`)!;
      const called = context.callFunction(caller, context.undefined, f, given);
      if (isOver()) return say({ kind: 'end', ended: 'time' });
      runtime.executePendingJobs(mostJobs);
      if (isOver()) return say({ kind: 'end', ended: 'time' });
      const out =
        'error' in called && called.error ? undefined : (context.dump(called.value) as { text?: string });
      // Without a text nothing settled it: a promise that waits for what is not here, or memory that was used up.
      say({ kind: 'call', outcome: outcomeOf(out?.text) });
    }
    return say({ kind: 'end' });
  }
  say({ kind: 'loaded', loaded: last });
};

function outcomeOf(text: string | undefined): CallOutcome {
  if (text === undefined) return { is: 'error', type: 'InternalError', message: 'it was not settled' };
  return JSON.parse(text) as CallOutcome;
}

/** A module as a script: what it exports is called by name. */
function scriptOf(program: string): string {
  return program
    .replace(/^([ \t]*)export default (?=(?:async )?function \w|class \w)/gmu, '$1')
    .replace(/^[ \t]*export default [\w$]+;?[ \t]*$/gmu, '')
    .replace(/^([ \t]*)export (?=(?:async )?function|const|let|var|class)/gmu, '$1')
    .replace(/^[ \t]*export \{[^}]*\};?[ \t]*$/gmu, '');
}

function functionName(
  called: string | undefined,
  mentioned: readonly string[],
  program: string,
  isFunction: (name: string) => boolean,
): { readonly found: string | undefined; readonly others: number } {
  const defined = [
    ...new Set(
      [
        ...program.matchAll(
          /\bfunction\s*\*?\s*([A-Za-z_$][\w$]*)|^(?:const|let|var)\s+([A-Za-z_$][\w$]*)\s*=/gmu,
        ),
      ].map(([, left, right]) => (left ?? right)!),
    ),
  ].filter(isFunction);
  if (called !== undefined)
    return {
      found: /^[A-Za-z_$][\w$]*$/u.test(called) && isFunction(called) ? called : undefined,
      others: defined.length,
    };
  const candidates = defined.length === 1 ? defined : defined.filter((name) => mentioned.includes(name));
  return { found: candidates.length === 1 ? candidates[0] : undefined, others: defined.length };
}
