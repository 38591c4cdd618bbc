import {oneLine} from './table.mjs'

/** The script for zsh, which can be evaluated, or saved as _clustertool in a folder of fpath. */
export function zsh({commands, first, second}) {
  return `#compdef clustertool
# zsh completion for clustertool; made by npm run build.
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
${second.map(topicCase).join('\n')}
  esac
  shift words
  (( CURRENT-- ))
  case $command in
${commands.map(commandCase).join('\n')}
  esac
}
if [[ $funcstack[1] == _clustertool ]]; then _clustertool "$@"; else compdef _clustertool clustertool; fi
`
}

function quote(text) {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`
}

function list(items) {
  return items.map(({name, summary}) => `      ${quote(`${name}:${colons(oneLine(summary))}`)}`).join('\n')
}

function colons(text) {
  return text.replaceAll(':', String.raw`\:`)
}

function topicCase({topic, names}) {
  return `    ${topic})
      if (( CURRENT == 3 )); then
        names=(
${list(names)}
        )
        _describe command names
        return
      fi
      command="$command $words[3]"
      shift words
      (( CURRENT-- )) ;;`
}

function commandCase({words, flags, values}) {
  const rest = values.length > 0 ? `'1:name:(${values.join(' ')})'` : "'*:node or file:_files'"
  const specs = [...flags.flatMap(flagSpecs), "'--help[Show help]'", rest]
  return `    '${words}')
      _arguments \\
${specs.map((spec) => `        ${spec}`).join(' \\\n')} ;;`
}

function flagSpecs(flag) {
  const text = `[${oneLine(flag.description).replaceAll(/[[\]\\]/g, String.raw`\$&`)}]`
  const values = flag.options ? `(${flag.options.join(' ')})` : '_files'
  const value = flag.type === 'option' ? `:${flag.name}:${values}` : ''
  const long = `--${flag.name}${value === '' ? '' : '='}`
  const names = flag.char ? [long, `-${flag.char}`] : [long]
  return names.map((name) => quote(`${flag.multiple ? '*' : ''}${name}${text}${value}`))
}
