import { z } from 'zod';
import { filterOf, passed, rejected, type Subject } from './filter';
import type { FilterResult } from '../../vocabulary/filterResult';
import { fencedBlocks } from '../../foundations/text/prose';

const fields = {
  code: z
    .boolean()
    .default(true)
    .describe(
      'Reject responses with fenced code that does not parse, in the languages that Seedbed has parsers for.',
    ),
};

interface Parser {
  parse(text: string): {
    iterate(spec: {
      enter(node: { readonly type: { readonly isError: boolean }; readonly from: number }): void;
    }): void;
  };
}

interface Language {
  readonly name: string;
  /** Loads its grammar, a hundred kilobytes and more, once it is needed. */
  readonly parser: () => Promise<Parser>;
  /** Ways to make a whole program of a snippet; it parses where one of them does. "%" stands for the snippet. */
  readonly frames?: readonly string[];
  /** What another version of the language allows. */
  readonly isOtherVersion?: RegExp;
}

const javaScript = (dialect: string) => async (): Promise<Parser> =>
  (await import('@lezer/javascript')).parser.configure({ dialect });

const inBraces = ['%', 'class Snippet { % }', 'class Snippet { void snippet() { % } }'];
const ecmaScript = {
  name: 'JavaScript',
  parser: javaScript('jsx'),
  frames: ['%', 'async function* snippet() { % }', '(%)'],
};
const typeScript = {
  name: 'TypeScript',
  parser: javaScript('ts'),
  frames: ecmaScript.frames,
};
const typeScriptXml = {
  name: 'TypeScript',
  parser: javaScript('ts jsx'),
  frames: ecmaScript.frames,
};
const cFamily = {
  name: 'C',
  parser: async () => (await import('@lezer/cpp')).parser,
  frames: ['%', 'void snippet() { % }'],
};

/** By what opens a fenced block. Those of a name that stands nowhere here are not looked at. */
const languages: Readonly<Record<string, Language>> = {
  javascript: ecmaScript,
  js: ecmaScript,
  jsx: ecmaScript,
  node: ecmaScript,
  typescript: typeScript,
  ts: typeScript,
  tsx: typeScriptXml,
  python: {
    name: 'Python',
    parser: async () => (await import('@lezer/python')).parser,
    isOtherVersion: /^\s*(?:print|exec) +[^\s(=.,]|^\s*except +\w+ *, *\w+ *:/m,
  },
  java: { name: 'Java', parser: async () => (await import('@lezer/java')).parser, frames: inBraces },
  c: cFamily,
  cpp: { ...cFamily, name: 'C++' },
  'c++': { ...cFamily, name: 'C++' },
  rust: {
    name: 'Rust',
    parser: async () => (await import('@lezer/rust')).parser,
    frames: ['%', 'fn snippet() { % }'],
  },
  go: {
    name: 'Go',
    parser: async () => (await import('@lezer/go')).parser,
    frames: ['%', 'func snippet() { % }'],
  },
  php: {
    name: 'PHP',
    parser: async () => (await import('@lezer/php')).parser,
    frames: ['%', '<?php %', '<?php class Snippet { % }'],
  },
  css: { name: 'CSS', parser: async () => (await import('@lezer/css')).parser },
};
const aliases: Readonly<Record<string, string>> = {
  py: 'python',
  python3: 'python',
  rs: 'rust',
  golang: 'go',
  h: 'c',
  hpp: 'cpp',
  cc: 'cpp',
};

/** Left out on purpose, as a person would write it: nobody means such a block to run. */
const isCut = /^\s*(?:\.{3}|…|<[^>]*>\.{0,3})\s*$|\.{3}\s*(?:\)|,|;|\})|^\s*(?:>>>|\$|In \[\d+\]:)\s/m;

/** Fenced code that does not parse, by the grammars of Lezer, which the editor CodeMirror reads these languages with. */
export const codeBlocks = filterOf({
  name: 'code',
  version: 1,
  stage: 'pair',
  needs: 'text',
  fields,
  isOn: ({ code }) => code,
  evaluate: (subjects) => Promise.all(subjects.map(resultOn)),
});

async function resultOn({ response }: Subject): Promise<FilterResult> {
  for (const { info, content } of fencedBlocks(response)) {
    const word = /^[\w+#-]+/.exec(info)?.[0] ?? '';
    const name = aliases[word] ?? word;
    const language = Object.hasOwn(languages, name) ? languages[name] : undefined;
    const line = language && (await brokenLine(content, language));
    if (language && line !== undefined)
      return rejected(`the response has ${language.name} code that does not parse: "${line}"`);
  }
  return passed;
}

/** The line at which a snippet stops making sense, or undefined where it parses. */
async function brokenLine(
  code: string,
  { parser, frames = ['%'], isOtherVersion }: Language,
): Promise<string | undefined> {
  if (code.trim() === '' || isCut.test(code) || isOtherVersion?.test(code)) return undefined;
  const snippet = dedent(code);
  const grammar = await parser();
  let first: string | undefined;
  for (const frame of frames) {
    const [before = '', after = ''] = frame.split('%');
    const error = firstError(grammar, `${before}\n${snippet}\n${after}`);
    if (error === undefined) return undefined;
    first ??= lineAt(snippet, error - before.length - 1);
  }
  return first;
}

function firstError(parser: Parser, code: string): number | undefined {
  let first: number | undefined;
  parser.parse(code).iterate({
    enter: ({ type, from }) => {
      if (type.isError) first ??= from;
    },
  });
  return first;
}

/** A block inside a list is indented as the list is. */
function dedent(code: string): string {
  const lines = code.replace(/\t/g, '    ').split('\n');
  const indents = lines.filter((line) => line.trim() !== '').map((line) => /^ */.exec(line)?.[0].length ?? 0);
  const min = Math.min(...indents);
  return lines.map((line) => line.slice(min)).join('\n');
}

function lineAt(code: string, position: number): string {
  const lines = code.slice(0, Math.max(0, position)).split('\n').length;
  const line = (code.split('\n')[lines - 1] ?? '').trim() || (code.trim().split('\n').at(-1) ?? '').trim();
  return line.length > 60 ? `${line.slice(0, 59)}…` : line;
}
