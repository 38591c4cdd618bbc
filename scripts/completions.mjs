// Writes completions/ from oclif.manifest.json; with --check only says whether it is current.
import {mkdirSync, readFileSync, writeFileSync} from 'node:fs'
import {fileURLToPath} from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const manifest = JSON.parse(readFileSync(`${root}oclif.manifest.json`, 'utf8'))
const {topics} = JSON.parse(readFileSync(`${root}package.json`, 'utf8')).oclif

/** Commands as they are typed, each with the flags that are shown and the values of its first argument, if fixed. */
const commands = Object.values(manifest.commands)
  .filter(({hidden}) => !hidden)
  .map(({id, summary, flags, args}) => ({
    words: id.replaceAll(':', ' '),
    summary,
    flags: Object.values(flags).filter(({hidden}) => !hidden),
    values: Object.values(args ?? {})[0]?.options ?? [],
  }))

/** What may be typed first, and what after the name of a topic. */
const first = [
  ...commands.filter(({words}) => !words.includes(' ')).map(({words, summary}) => ({name: words, summary})),
  ...Object.entries(topics).map(([name, {description}]) => ({name, summary: description})),
].toSorted((a, b) => (a.name < b.name ? -1 : 1))
const second = Object.keys(topics).map((topic) => ({
  topic,
  names: commands
    .filter(({words}) => words.startsWith(`${topic} `))
    .map(({words, summary}) => ({name: words.slice(topic.length + 1), summary})),
}))

const valued = ({flags}) => flags.filter(({type}) => type === 'option')
const joinNames = (items) => items.map(({name}) => name).join(' ')
const oneLine = (text = '') => text.replaceAll(/\s+/g, ' ').replace(/\.$/, '')
const header = (shell) => `# ${shell} completion for clustertool; made by npm run build.`

const SCRIPTS = {bash: bash(), zsh: zsh(), fish: fish()}

const stale = Object.entries(SCRIPTS).filter(([shell, text]) => text !== readOld(shell))
if (process.argv.includes('--check')) {
  for (const [shell] of stale)
    console.error(`completions/clustertool.${shell} is not current; npm run build makes it`)
  process.exitCode = stale.length > 0 ? 1 : 0
} else {
  mkdirSync(`${root}completions`, {recursive: true})
  for (const [shell, text] of stale) writeFileSync(fileOf(shell), text)
}

function fileOf(shell) {
  return `${root}completions/clustertool.${shell}`
}

function readOld(shell) {
  try {
    return readFileSync(fileOf(shell), 'utf8')
  } catch {
    return undefined
  }
}

function bash() {
  const spellings = (flag) => [`--${flag.name}`, ...(flag.char ? [`-${flag.char}`] : [])]
  const values = commands.flatMap((command) => [
    ...valued(command).map((flag) => ({
      pattern: spellings(flag)
        .map((name) => `'${command.words} ${name}'`)
        .join('|'),
      words: (flag.options ?? []).join(' '),
    })),
  ])
  return `${header('bash')}
_clustertool() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD-1]}
  local command=\${COMP_WORDS[1]} position=1 words
  # An = is a word of its own.
  if [[ $current == = ]]; then current=
  elif [[ $previous == = ]]; then previous=\${COMP_WORDS[COMP_CWORD-2]}
  fi
  COMPREPLY=()
  if (( COMP_CWORD == 1 )); then
    COMPREPLY=($(compgen -W '${joinNames(first)} --help --version' -- "$current"))
    return
  fi
  case $command in
${second
  .map(
    ({topic, names}) => `    ${topic})
      if (( COMP_CWORD == 2 )); then
        COMPREPLY=($(compgen -W '${joinNames(names)}' -- "$current"))
        return
      fi
      command="$command \${COMP_WORDS[2]}" position=2 ;;`,
  )
  .join('\n')}
  esac
  # No words: a value that only the user knows, or a file.
  case "$command $previous" in
${grouped(values)
  .map(
    ([pattern, words]) =>
      `    ${pattern})\n      COMPREPLY=($(compgen -W '${words}' -- "$current")); return ;;`,
  )
  .join('\n')}
  esac
  case $command in
${commands.map(({words, flags}) => `    '${words}') words='${flags.flatMap(spellings).join(' ')} --help' ;;`).join('\n')}
    *) return ;;
  esac
  if [[ $current == -* ]]; then COMPREPLY=($(compgen -W "$words" -- "$current"))
${commands
  .filter(({values}) => values.length > 0)
  .map(
    ({words, values}) =>
      `  elif [[ $command == '${words}' ]] && (( COMP_CWORD == position + 1 )); then\n    COMPREPLY=($(compgen -W '${values.join(' ')}' -- "$current"))`,
  )
  .join('\n')}
  fi
}
complete -o default -F _clustertool clustertool
`
}

/** Patterns with the same words share a case. */
function grouped(values) {
  const groups = groupBy(values)
  return [...groups].map(([words, items]) => [items.map(({pattern}) => pattern).join('|\\\n    '), words])
}

function zsh() {
  const quote = (text) => `'${text.replaceAll("'", `'\\''`)}'`
  const described = ({name, summary}) => quote(`${name}:${oneLine(summary).replaceAll(':', '\\:')}`)
  const list = (items) => items.map((item) => `      ${described(item)}`).join('\n')
  const optionSpec = (flag) => {
    const text = `[${oneLine(flag.description).replaceAll(/[[\]\\]/g, '\\$&')}]`
    const names = flag.char ? [`-${flag.char}`, `--${flag.name}`] : [`--${flag.name}`]
    const value =
      flag.type === 'option' ? `:${flag.name}:${flag.options ? `(${flag.options.join(' ')})` : '_files'}` : ''
    const repeated = flag.multiple ? '*' : ''
    return names.map(
      (name) =>
        `        ${quote(repeated + name + (value && name.startsWith('--') ? '=' : '') + text + value)}`,
    )
  }
  const rest = ({values}) =>
    values.length > 0 ? `'1:name:(${values.join(' ')})'` : "'*:node or file:_files'"
  return `#compdef clustertool
${header('zsh')}
_clustertool() {
  local -a names
  if (( CURRENT == 2 )); then
    names=(
${list(first)}
    )
    _describe command names
    return
  fi
  local command=$words[2]
  case $command in
${second
  .map(
    ({topic, names}) => `    ${topic})
      if (( CURRENT == 3 )); then
        names=(
${list(names)}
        )
        _describe command names
        return
      fi
      command="$command $words[3]"
      shift words
      (( CURRENT-- )) ;;`,
  )
  .join('\n')}
  esac
  shift words
  (( CURRENT-- ))
  case $command in
${commands
  .map(
    (command) => `    '${command.words}')
      _arguments \\
${command.flags
  .flatMap(optionSpec)
  .map((line) => `${line} \\`)
  .join('\n')}
        '--help[Show help]' \\
        ${rest(command)} ;;`,
  )
  .join('\n')}
  esac
}
if [[ $funcstack[1] == _clustertool ]]; then _clustertool "$@"; else compdef _clustertool clustertool; fi
`
}

function fish() {
  const quote = (text) => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
  const line = (condition, rest) => `complete -c clustertool -n ${quote(condition)} ${rest}`
  const nameLines = (condition, items) =>
    items.map(({name, summary}) => line(condition, `-f -a ${name} -d ${quote(oneLine(summary))}`))
  const flagLine = ({words}, flag) => {
    const char = flag.char ? ` -s ${flag.char}` : ''
    const options = flag.options ? ` -f -a ${quote(flag.options.join(' '))}` : ''
    const value = flag.type === 'option' ? ` -r${options}` : ''
    return line(
      `__clustertool_is ${words}`,
      `-l ${flag.name}${char}${value} -d ${quote(oneLine(flag.description))}`,
    )
  }
  return `${[
    header('fish'),
    'function __clustertool_is',
    '    set -l words (commandline -opc)[2..-1]',
    '    test "$words[1..(count $argv)]" = "$argv"',
    'end',
    'function __clustertool_typed',
    '    test (count (commandline -opc)) -eq $argv[1]',
    'end',
    ...nameLines('__clustertool_typed 1', first),
    ...second.flatMap(({topic, names}) =>
      nameLines(`__clustertool_is ${topic}; and __clustertool_typed 2`, names),
    ),
    ...commands.flatMap((command) => [
      ...command.values.map((value) =>
        line(`__clustertool_is ${command.words}; and __clustertool_typed 2`, `-f -a ${value}`),
      ),
      ...command.flags.map((flag) => flagLine(command, flag)),
    ]),
  ].join('\n')}\n`
}

function groupBy(values) {
  const groups = new Map()
  for (const value of values) groups.set(value.words, [...(groups.get(value.words) ?? []), value])
  return groups
}
