import { Argument, type Command } from 'commander';
import { surroundings } from '../command';

/** Commands whose argument is a run, and those whose argument is a recipe. */
const takesRun = [
  ...['watch', 'status', 'pause', 'resume', 'stop', 'cancel', 'export', 'report'],
  ...['review', 'approve', 'reject', 'edit', 'unsure', 'accept'],
];

/** Adds `seedbed completion`. The script that it prints asks `seedbed completion runs` for the names of runs. */
export function addCompletionCommand(program: Command): void {
  program
    .command('completion')
    .description('print a completion script, run names included: source <(seedbed completion bash)')
    .addArgument(new Argument('<shell>', 'bash or zsh').choices(['bash', 'zsh', 'runs']))
    .action(async (shell: string, _options: unknown, command: Command) => {
      const { terminal, workspace, interruption } = surroundings(command);
      interruption.end();
      if (shell === 'runs') {
        const { runNames } = await import('../runNames.js');
        return terminal.print(await runNames(workspace));
      }
      terminal.print(completionScript(program, shell === 'zsh'));
    });
}

/** A script for bash, and for zsh by its emulation of bash's completion. Made of the commands themselves, so it can't fall behind. */
export function completionScript(program: Command, isZsh: boolean): string {
  const words = program.commands.map((command) => command.name());
  const cases = program.commands.map(
    (command) =>
      `    ${command.name()}) words="${command.options.map(({ long }) => long ?? '').join(' ')} --help" ;;`,
  );
  const script = `_seedbed() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}" words
  case "$previous" in
    --out|--workspace|--in|--pool|--file) COMPREPLY=($(compgen -f -- "$current")); return ;;
    --format) COMPREPLY=($(compgen -W "jsonl alpaca" -- "$current")); return ;;
    completion) COMPREPLY=($(compgen -W "bash zsh" -- "$current")); return ;;
    run|validate|preview) [[ "$current" == -* ]] || { COMPREPLY=($(compgen -W "quickstart self-instruct templates augment mixed" -- "$current") $(compgen -f -- "$current")); return; } ;;
    ${takesRun.join('|')}) [[ "$current" == -* ]] || { COMPREPLY=($(compgen -W "$(seedbed completion runs 2>/dev/null)" -- "$current")); return; } ;;
  esac
  case "\${COMP_WORDS[1]}" in
${cases.join('\n')}
    *) words="${words.join(' ')} --help --version" ;;
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -F _seedbed seedbed`;
  return isZsh ? `autoload -Uz compinit bashcompinit && compinit && bashcompinit\n${script}` : script;
}
