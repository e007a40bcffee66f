import type { Command, Option } from 'commander';

/** Placeholders of arguments and options that stand for a path. */
const paths = ['file', 'dir', 'json', 'dataset', 'scores', 'labels'];

/**
 * A script for bash, and for zsh by its emulation of bash's completion. Made of the commands themselves, so it can't fall behind:
 * what an argument or an option is called (`<run>`, `<recipe>`, `<file>`), and its choices, say what completes it.
 */
export function completionScript(program: Command, recipes: readonly string[], isZsh: boolean): string {
  const { commands } = program;
  const words = commands.map((command) => command.name());
  const cases = commands.map(
    (command) =>
      `    ${command.name()}) words="${command.options.map(({ long }) => long ?? '').join(' ')} --help" ;;`,
  );
  const whatFollows = [
    ...grouped(commands.flatMap(optionsOf), ({ long }) => long, completionOfOption),
    ...grouped(commands, (command) => command.name(), completionOfArgument),
  ].map(([names, reply]) => `    ${names.join('|')}) ${reply} ;;`);
  const script = `_seedbed() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}" words
  case "$previous" in
${whatFollows.join('\n')}
  esac
  case "\${COMP_WORDS[1]}" in
${cases.join('\n')}
    *) words="${words.join(' ')} --help --version" ;;
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -F _seedbed seedbed`;
  return isZsh ? `autoload -Uz compinit bashcompinit && compinit && bashcompinit\n${script}` : script;

  function completionOfOption({ flags, argChoices }: Option): string | undefined {
    const reply = repliesTo(/[<[]([\w-]+)/.exec(flags)?.[1], argChoices);
    return reply && `COMPREPLY=(${reply}); return`;
  }

  /** Of the first argument; where an option may come instead, it is left to the options. */
  function completionOfArgument({ registeredArguments: [first] }: Command): string | undefined {
    const reply = first && repliesTo(first.name(), first.argChoices);
    return reply && `[[ "$current" == -* ]] || { COMPREPLY=(${reply}); return; }`;
  }

  function repliesTo(
    placeholder: string | undefined,
    choices: readonly string[] | undefined,
  ): string | undefined {
    const oneOf = (list: string): string => `$(compgen -W "${list}" -- "$current")`;
    const files = '$(compgen -f -- "$current")';
    if (choices) return oneOf(choices.join(' '));
    if (placeholder === 'run') return oneOf('$(seedbed completion runs 2>/dev/null)');
    if (placeholder === 'recipe') return `${oneOf(recipes.join(' '))} ${files}`;
    return placeholder !== undefined && paths.includes(placeholder) ? files : undefined;
  }
}

function optionsOf(command: Command): readonly Option[] {
  return [...command.options, ...command.commands.flatMap(optionsOf)];
}

/** Names of what is completed in the same way, each once: the first of a name decides. */
function grouped<Item>(
  items: readonly Item[],
  nameOf: (item: Item) => string | undefined,
  completionOf: (item: Item) => string | undefined,
): readonly (readonly [names: readonly string[], reply: string])[] {
  const replies = new Map<string, string>();
  for (const item of items) {
    const [name, reply] = [nameOf(item), completionOf(item)];
    if (name !== undefined && reply !== undefined && !replies.has(name)) replies.set(name, reply);
  }
  const groups = new Map<string, string[]>();
  for (const [name, reply] of replies) groups.set(reply, [...(groups.get(reply) ?? []), name]);
  return [...groups].map(([reply, names]) => [names, reply]);
}
