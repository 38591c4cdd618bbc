import {readFileSync} from 'node:fs'
import {oneLine} from './table.mjs'

const FUNCTIONS = readFileSync(new URL('functions.zsh', import.meta.url), 'utf8')

/** The script for zsh, which can be evaluated, or saved as _clustertool in a folder of fpath. */
export function zsh({commands, first, second}) {
  return `#compdef clustertool
# zsh completion for clustertool; made by npm run build.
${FUNCTIONS}_clustertool() {
  local -a names
  local program=\${words[1]/#\\~\\//$HOME/}
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

function commandCase({words, flags, places}) {
  const other = places.some(({options, andMore}) => options || andMore) ? [] : ["'*:file:_files'"]
  const specs = [...flags.flatMap(flagSpecs), "'--help[Show help]'", ...places.map(placeSpec), ...other]
  return `    '${words}')
      _arguments \\
${specs.map((spec) => `        ${spec}`).join(' \\\n')} ;;`
}

function placeSpec({place, andMore, kind = 'name', options}) {
  return quote(`${andMore ? '*' : place}:${kind}:${actionOf({kind, options})}`)
}

/** How zsh finds values. An action that begins with a space is run as it is. */
function actionOf({kind = 'file', options}) {
  if (options) return `(${options.join(' ')})`
  const known = kind.split(' ').find((one) => one !== 'file')
  return known ? ` _clustertool_known ${known}` : '_files'
}

function flagSpecs(flag) {
  const text = `[${oneLine(flag.description).replaceAll(/[[\]\\]/g, String.raw`\$&`)}]`
  const value = flag.type === 'option' ? `:${flag.name}:${actionOf(flag)}` : ''
  const long = `--${flag.name}${value === '' ? '' : '='}`
  const names = flag.char ? [long, `-${flag.char}`] : [long]
  return names.map((name) => quote(`${flag.multiple ? '*' : ''}${name}${text}${value}`))
}
