import {oneLine} from './table.mjs'

/** The script for fish. */
export function fish({commands, first, second}) {
  const lines = [
    ...nameLines('__clustertool_typed 1', first),
    ...second.flatMap(({topic, names}) =>
      nameLines(`__clustertool_is ${topic}; and __clustertool_typed 2`, names),
    ),
    ...commands.flatMap(commandLines),
  ]
  return `# fish completion for clustertool; made by npm run build.
function __clustertool_is
    set -l words (commandline -opc)
    set -l last (math (count $argv) + 1)
    test "$words[2..$last]" = "$argv"
end
function __clustertool_typed
    test (count (commandline -opc)) -eq $argv[1]
end
${lines.join('\n')}
`
}

function quote(text) {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", String.raw`\'`)}'`
}

function line(condition, rest) {
  return `complete -c clustertool -n ${quote(condition)} ${rest}`
}

function nameLines(condition, items) {
  return items.map(({name, summary}) => line(condition, `-f -a ${name} -d ${quote(oneLine(summary))}`))
}

function commandLines({words, flags, values}) {
  const first = values.map((value) =>
    line(`__clustertool_is ${words}; and __clustertool_typed 2`, `-f -a ${value}`),
  )
  return [...first, ...flags.map((flag) => flagLine(words, flag))]
}

function flagLine(words, flag) {
  const char = flag.char ? ` -s ${flag.char}` : ''
  const options = flag.options ? ` -f -a ${quote(flag.options.join(' '))}` : ''
  const value = flag.type === 'option' ? ` -r${options}` : ''
  return line(
    `__clustertool_is ${words}`,
    `-l ${flag.name}${char}${value} -d ${quote(oneLine(flag.description))}`,
  )
}
