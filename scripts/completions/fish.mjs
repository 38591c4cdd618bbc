import {readFileSync} from 'node:fs'
import {flagPatterns, oneLine} from './table.mjs'

const FUNCTIONS = readFileSync(new URL('functions.fish', import.meta.url), 'utf8')

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
# Whether a flag of a command takes a value.
function __clustertool_takes
    switch "$argv"
        case ${flagPatterns(commands, () => '')
          .map(patternOf)
          .join(' ')}
            return 0
    end
    return 1
end
${FUNCTIONS}${lines.join('\n')}
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

function patternOf({command = '*', name}) {
  return quote(`${command} ${name}`)
}

function commandLines({words, flags, places}) {
  return [
    ...places.flatMap((place) => placeLine(words, place)),
    ...flags.map((flag) => flagLine(words, flag)),
  ]
}

function placeLine(words, {place, andMore, ...takes}) {
  const offers = offersOf(words, takes)
  const test = `test (__clustertool_place ${words}) ${andMore ? '-ge' : '-eq'} ${place}`
  return offers === '' ? [] : [line(`__clustertool_is ${words}; and ${test}`, offers.trimStart())]
}

/** The values of a flag or an argument. Without -f, files are offered, too. */
function offersOf(words, {options, kind = 'file'}) {
  if (options) return ` -f -a ${quote(options.join(' '))}`
  const known = kind.split(' ').find((one) => one !== 'file')
  const file = kind.includes('file') ? '' : ' -f'
  return known ? `${file} -k -a ${quote(`(__clustertool_known ${known} ${words})`)}` : ''
}

function flagLine(words, flag) {
  const char = flag.char ? ` -s ${flag.char}` : ''
  const value = flag.type === 'option' ? ` -r${offersOf(words, flag)}` : ''
  return line(
    `__clustertool_is ${words}`,
    `-l ${flag.name}${char}${value} -d ${quote(oneLine(flag.description))}`,
  )
}
