import {kindsOf} from './kinds.mjs'

/**
 * Commands and flags as the user types them, without hidden ones, from oclif's manifest and the topics of package.json.
 */
export function readTable(manifest, topics) {
  const commands = Object.values(manifest.commands)
    .filter(({hidden}) => !hidden)
    .map(toCommand)
  const single = commands.filter(({words}) => !words.includes(' '))
  const first = [
    ...single.map(({words, summary}) => ({name: words, summary})),
    ...Object.entries(topics).map(([name, {description}]) => ({name, summary: description})),
  ]
  return {
    commands,
    first: first.toSorted((a, b) => (a.name < b.name ? -1 : 1)),
    second: Object.keys(topics).map((topic) => ({topic, names: namesOf(topic, commands)})),
  }
}

/** `takes` of a flag, and each of `places`: a fixed set of values, or a kind of candidates; neither for other words. */
function toCommand({id, summary, flags, args}) {
  const words = id.replaceAll(':', ' ')
  const shown = Object.values(flags).filter(({hidden}) => !hidden)
  const kinds = kindsOf(
    words,
    shown.map(({name}) => name),
  )
  const {options} = Object.values(args ?? {})[0] ?? {}
  const places = kinds.words.map((kind, at) => ({place: at + 1, kind}))
  if (kinds.rest) places.push({place: places.length + 1, kind: kinds.rest, andMore: true})
  return {
    words,
    summary,
    flags: shown.map((flag) => ({...flag, kind: kinds.flags[flag.name]})),
    // The first argument may have a fixed set of values.
    places: options ? [{place: 1, options}] : places,
  }
}

/** Spellings of a flag. */
export function spellings({name, char}) {
  return [`--${name}`, ...(char ? [`-${char}`] : [])]
}

/**
 * What follows flags that take a value, as patterns of command and flag: one pattern for a flag that takes the same in all
 * commands. `takesOf` says as a text what a flag takes.
 */
export function flagPatterns(commands, takesOf) {
  const uses = commands.flatMap(({words, flags}) =>
    flags.flatMap((flag) =>
      spellings(flag).map((name) => ({name, command: words, flag, takes: takesOf(flag)})),
    ),
  )
  return [...groupBy(uses, ({name}) => name)].flatMap(([name, all]) => {
    const valued = all.filter(({flag}) => flag.type === 'option')
    const same = valued.length === all.length && all.every(({takes}) => takes === all[0].takes)
    return same ? [{name, takes: all[0].takes}] : valued.map(({command, takes}) => ({command, name, takes}))
  })
}

function namesOf(topic, commands) {
  return commands
    .filter(({words}) => words.startsWith(`${topic} `))
    .map(({words, summary}) => ({name: words.slice(topic.length + 1), summary}))
}

export function joinNames(items) {
  return items.map(({name}) => name).join(' ')
}

export function oneLine(text = '') {
  return text.replaceAll(/\s+/g, ' ').replace(/\.$/, '')
}

export function groupBy(items, keyOf) {
  const groups = new Map()
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item])
  return groups
}
