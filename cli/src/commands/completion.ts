/** Completion scripts, made from the list of commands. They ask nobody: words only, no hub. */
import { usageError, type Command } from '../terminal/command.js';
import { EXIT } from '../terminal/command.js';
import { print } from '../terminal/output.js';

export const SHELLS = ['bash', 'zsh', 'fish'] as const;

/** `commands`: asked for late, for completion is one of them. */
export function completionCommand(
  commands: () => readonly Command[],
  plain: Readonly<Record<string, string>>,
): Command {
  return {
    name: 'completion',
    operands: ['SHELL'],
    summary: `a completion script for ${SHELLS.join(', ')}`,
    details: [
      'bash: source <(crony completion bash), in ~/.bashrc',
      'zsh: crony completion zsh > "${fpath[1]}/_crony", before compinit',
      'fish: crony completion fish > ~/.config/fish/completions/crony.fish',
    ],
    options: {},
    async run(given, terminal) {
      const shell = SHELLS.find((one) => one === given.operands[0]);
      if (shell === undefined)
        throw usageError(`there is completion for ${SHELLS.join(', ')}, not for ${JSON.stringify(given.operands[0])}`);
      await print(terminal, completionScript(shell, commands(), plain));
      return EXIT.done;
    },
  };
}

interface Words {
  /** The first words, with what they are. */
  first: [string, string][];
  /** By first word: the second ones. */
  second: Map<string, [string, string][]>;
  options: Map<string, [string, string, string | undefined][]>;
}

export function completionScript(
  shell: (typeof SHELLS)[number],
  commands: readonly Command[],
  plain: Readonly<Record<string, string>>,
): string {
  const words = wordsOf(commands, plain);
  switch (shell) {
    case 'bash':
      return bash(words);
    case 'zsh':
      return `#compdef crony\nautoload -U +X bashcompinit && bashcompinit\n${bash(words)}`;
    case 'fish':
      return fish(words);
  }
}

function wordsOf(commands: readonly Command[], plain: Readonly<Record<string, string>>): Words {
  const first = new Map<string, string>(Object.entries(plain));
  const second: Words['second'] = new Map();
  const options: Words['options'] = new Map();
  for (const { name, summary, options: own } of commands) {
    const [group, verb] = name.split(' ');
    if (!first.has(group!)) first.set(group!, verb === undefined ? summary : `${group}: see crony ${group} --help`);
    if (verb !== undefined) second.set(group!, [...(second.get(group!) ?? []), [verb, summary]]);
    options.set(
      name,
      Object.entries(own).map(([option, { short, help }]) => [option, help, short]),
    );
  }
  second.set(
    'completion',
    SHELLS.map((shell) => [shell, 'this shell']),
  );
  return { first: [...first], second, options };
}

function bash({ first, second, options }: Words): string {
  const names = (words: readonly [string, ...unknown[]][]): string => words.map(([word]) => word).join(' ');
  const groups = [...second].map(([group, verbs]) => `    "${group}") words="${names(verbs)}" ;;`);
  const flags = [...options].map(
    ([name, own]) => `    "${name}") words="${[...own.map(([option]) => `--${option}`), '--help'].join(' ')}" ;;`,
  );
  return [
    '_crony() {',
    '  local word="${COMP_WORDS[COMP_CWORD]}" words=""',
    '  if [ "$COMP_CWORD" -eq 1 ]; then',
    `    words="${names(first)}"`,
    '  elif [ "${word#-}" != "$word" ]; then',
    '    case "${COMP_WORDS[1]} ${COMP_WORDS[2]}" in',
    ...flags.map((line) => `  ${line}`),
    '    esac',
    '  elif [ "$COMP_CWORD" -eq 2 ]; then',
    '    case "${COMP_WORDS[1]}" in',
    ...groups.map((line) => `  ${line}`),
    '    esac',
    '  fi',
    '  COMPREPLY=($(compgen -W "$words" -- "$word"))',
    '}',
    'complete -o default -F _crony crony',
  ].join('\n');
}

function fish({ first, second, options }: Words): string {
  const quote = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
  const lines = first.map(
    ([word, help]) => `complete -c crony -n __fish_use_subcommand -f -a ${word} -d ${quote(help)}`,
  );
  for (const [group, verbs] of second) {
    const names = verbs.map(([verb]) => verb).join(' ');
    for (const [verb, help] of verbs) {
      lines.push(
        `complete -c crony -n '__fish_seen_subcommand_from ${group}; and not __fish_seen_subcommand_from ${names}' -f -a ${verb} -d ${quote(help)}`,
      );
    }
  }
  for (const [name, own] of options) {
    const seen = name.split(' ').map((word) => `__fish_seen_subcommand_from ${word}`).join('; and '); // prettier-ignore
    for (const [option, help, short] of own) {
      lines.push(
        `complete -c crony -n '${seen}' -l ${option}${short === undefined ? '' : ` -s ${short}`} -d ${quote(help)}`,
      );
    }
  }
  return lines.join('\n');
}
