import {groupBy, joinNames} from './table.mjs'

const reply = (words) => `COMPREPLY=($(compgen -W '${words}' -- "$current"))`

/** The script for bash. */
export function bash({commands, first, second}) {
  return `# bash completion for clustertool; made by npm run build.
_clustertool() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD-1]}
  local command=\${COMP_WORDS[1]} position=1 words
  # An = is a word of its own.
  if [[ $current == = ]]; then current=
  elif [[ $previous == = ]]; then previous=\${COMP_WORDS[COMP_CWORD-2]}
  fi
  COMPREPLY=()
  if (( COMP_CWORD == 1 )); then ${reply(`${joinNames(first)} --help --version`)}; return; fi
  case $command in
${second.map(topicCase).join('\n')}
  esac
  # No words: a value that only the user knows, or a file.
  case "$command $previous" in
${valueCases(commands).join('\n')}
  esac
  case $command in
${commands.map(flagsCase).join('\n')}
    *) return ;;
  esac
  if [[ $current == -* ]]; then COMPREPLY=($(compgen -W "$words" -- "$current")); return; fi
  (( COMP_CWORD == position + 1 )) || return
  case $command in
${commands
  .filter(({values}) => values.length > 0)
  .map(argumentCase)
  .join('\n')}
  esac
}
complete -o default -F _clustertool clustertool
`
}

function topicCase({topic, names}) {
  return `    ${topic})
      if (( COMP_CWORD == 2 )); then ${reply(joinNames(names))}; return; fi
      command="$command \${COMP_WORDS[2]}" position=2 ;;`
}

function spellings(flag) {
  return [`--${flag.name}`, ...(flag.char ? [`-${flag.char}`] : [])]
}

function flagsCase({words, flags}) {
  return `    '${words}') words='${flags.flatMap(spellings).join(' ')} --help' ;;`
}

function argumentCase({words, values}) {
  return `    '${words}') ${reply(values.join(' '))} ;;`
}

/** A flag that takes the same values in all commands needs one pattern; flags with the same values share a case. */
function valueCases(commands) {
  const uses = commands.flatMap(({words, flags}) =>
    flags.flatMap((flag) =>
      spellings(flag).map((name) => ({name, command: words, flag, takes: takesOf(flag)})),
    ),
  )
  const patterns = [...groupBy(uses, ({name}) => name)].flatMap(([name, all]) => {
    const valued = all.filter(({flag}) => flag.type === 'option')
    const same = valued.length === all.length && all.every(({takes}) => takes === all[0].takes)
    return same
      ? [{pattern: `*' ${name}'`, takes: all[0].takes}]
      : valued.map(({command, takes}) => ({pattern: `'${command} ${name}'`, takes}))
  })
  return [...groupBy(patterns, ({takes}) => takes)].map(
    ([takes, all]) => `    ${all.map(({pattern}) => pattern).join('|')}) ${reply(takes)}; return ;;`,
  )
}

function takesOf({options}) {
  return (options ?? []).join(' ')
}
