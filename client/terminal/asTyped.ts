/** How people type our commands here, found out from how this one was typed. */
export interface Typed {
  /** "seedbed", or "npx seedbed". */
  readonly program: string;
  /** The option that names the workspace, where it was given: a hint without it would be of another folder. */
  readonly workspace: string | undefined;
  readonly commands: readonly string[];
}

let hints: { readonly pattern: RegExp; readonly typed: string } | undefined;

/** Has hints come as they can be typed, from now on. */
export function typeHintsAs({ program, workspace, commands }: Typed): void {
  const option = workspace === undefined ? '' : ` --workspace ${quoted(workspace)}`;
  const typed = `${program}${option}`;
  hints =
    typed === 'seedbed'
      ? undefined
      : {
          typed,
          pattern: new RegExp(`(?<!npx )(?<![\\w./@-])seedbed (?=(?:${commands.join('|')})(?![\\w-]))`, 'gu'),
        };
}

/** A text for people, with every command in it as it can be typed here. */
export function asTyped(text: string): string {
  return hints ? text.replace(hints.pattern, () => `${hints?.typed} `) : text;
}

/** Whom npm started for somebody, by `npx seedbed` or a script that runs it, has no `seedbed` to type: npm tells what it runs. */
export function programOf({ npm_lifecycle_script: script = '' }: NodeJS.ProcessEnv): string {
  return /\bseedbed\b/u.test(script) ? 'npx seedbed' : 'seedbed';
}

function quoted(path: string): string {
  return /^[\w./~-]+$/u.test(path) ? path : `'${path.replaceAll("'", String.raw`'\''`)}'`;
}
