import {readFileSync} from 'node:fs'
import {flagPatterns, groupBy, joinNames, spellings} from './table.mjs'

const FUNCTIONS = readFileSync(new URL('functions.bash', import.meta.url), 'utf8')

/** The script for bash. */
export function bash({commands, first, second}) {
  const names = [
    {pattern: "''", takes: `${joinNames(first)} --help --version`},
    ...second.map(({topic, names}) => ({pattern: topic, takes: joinNames(names)})),
  ]
  return `# bash completion for clustertool; made by npm run build.
# Each of these says what can be offered: words, or with @ a kind of what clustertool knows. Fails for another word.
${choice('_clustertool_names', names)}
${choice('_clustertool_flags', commands.map(flagsCase))}
${choice('_clustertool_takes', flagPatterns(commands, takesOf).map(valueCase))}
${choice('_clustertool_arguments', commands.flatMap(placeCases))}
${FUNCTIONS}`
}

/** A function that sets `takes` by the pattern that its argument fits first. */
function choice(name, cases) {
  const lines = [...groupBy(cases, ({takes}) => takes)].map(
    ([takes, all]) => `    ${all.map(({pattern}) => pattern).join('|')}) takes='${takes}' ;;`,
  )
  return `${name}() {
  case $1 in
${lines.join('\n')}
    *) return 1 ;;
  esac
}`
}

function flagsCase({words, flags}) {
  return {pattern: `'${words}'`, takes: [...flags.flatMap(spellings), '--help'].join(' ')}
}

function valueCase({command, name, takes}) {
  return {pattern: command === undefined ? `*' ${name}'` : `'${command} ${name}'`, takes}
}

function placeCases({words, places}) {
  return places
    .map((place) => ({
      pattern: place.andMore ? `'${words} '*` : `'${words} ${place.place}'`,
      takes: takesOf(place),
    }))
    .filter(({takes}) => takes !== '')
}

/** Nothing for what only the user knows, and for files, which bash offers itself. */
function takesOf({options, kind}) {
  const known = kind?.split(' ').find((one) => one !== 'file')
  return known ? `@${known}` : (options ?? []).join(' ')
}
