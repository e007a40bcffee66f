import { parser as cpp } from '@lezer/cpp';
import { parser as css } from '@lezer/css';
import { parser as go } from '@lezer/go';
import { parser as java } from '@lezer/java';
import { parser as javascript } from '@lezer/javascript';
import { parser as php } from '@lezer/php';
import { parser as python } from '@lezer/python';
import { parser as rust } from '@lezer/rust';
import { passed, rejected, textFilter } from './filter';
import { fencedBlocks } from '../../foundations/text/prose';

interface Parser {
  parse(text: string): {
    iterate(spec: {
      enter(node: { readonly type: { readonly isError: boolean }; readonly from: number }): void;
    }): void;
  };
}

interface Language {
  readonly name: string;
  readonly parser: Parser;
  /** Ways to make a whole program of a snippet; it parses where one of them does. "%" stands for the snippet. */
  readonly frames?: readonly string[];
  /** What another version of the language allows. */
  readonly isOtherVersion?: RegExp;
}

const inBraces = ['%', 'class Snippet { % }', 'class Snippet { void snippet() { % } }'];
const ecmaScript = {
  name: 'JavaScript',
  parser: javascript.configure({ dialect: 'jsx' }),
  frames: ['%', 'async function* snippet() { % }', '(%)'],
};
const typeScript = {
  name: 'TypeScript',
  parser: javascript.configure({ dialect: 'ts' }),
  frames: ecmaScript.frames,
};
const typeScriptXml = {
  name: 'TypeScript',
  parser: javascript.configure({ dialect: 'ts jsx' }),
  frames: ecmaScript.frames,
};
const cFamily = { name: 'C', parser: cpp, frames: ['%', 'void snippet() { % }'] };

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
    parser: python,
    isOtherVersion: /^\s*(?:print|exec) +[^\s(=.,]|^\s*except +\w+ *, *\w+ *:/m,
  },
  java: { name: 'Java', parser: java, frames: inBraces },
  c: cFamily,
  cpp: { ...cFamily, name: 'C++' },
  'c++': { ...cFamily, name: 'C++' },
  rust: { name: 'Rust', parser: rust, frames: ['%', 'fn snippet() { % }'] },
  go: { name: 'Go', parser: go, frames: ['%', 'func snippet() { % }'] },
  php: { name: 'PHP', parser: php, frames: ['%', '<?php %', '<?php class Snippet { % }'] },
  css: { name: 'CSS', parser: css },
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
export const codeBlocks = textFilter(
  'code',
  1,
  'pair',
  ({ response }) => {
    for (const { info, content } of fencedBlocks(response)) {
      const word = /^[\w+#-]+/.exec(info)?.[0] ?? '';
      const name = aliases[word] ?? word;
      const language = Object.hasOwn(languages, name) ? languages[name] : undefined;
      const line = language && brokenLine(content, language);
      if (language && line !== undefined)
        return rejected(`the response has ${language.name} code that does not parse: "${line}"`);
    }
    return passed;
  },
  ({ filters }) => filters.code,
);

/** The line at which a snippet stops making sense, or undefined where it parses. */
function brokenLine(code: string, { parser, frames = ['%'], isOtherVersion }: Language): string | undefined {
  if (code.trim() === '' || isCut.test(code) || isOtherVersion?.test(code)) return undefined;
  const snippet = dedent(code);
  let first: string | undefined;
  for (const frame of frames) {
    const [before = '', after = ''] = frame.split('%');
    const error = firstError(parser, `${before}\n${snippet}\n${after}`);
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
  const least = Math.min(...indents);
  return lines.map((line) => line.slice(least)).join('\n');
}

function lineAt(code: string, position: number): string {
  const lines = code.slice(0, Math.max(0, position)).split('\n').length;
  const line = (code.split('\n')[lines - 1] ?? '').trim() || (code.trim().split('\n').at(-1) ?? '').trim();
  return line.length > 60 ? `${line.slice(0, 59)}…` : line;
}
