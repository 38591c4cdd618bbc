/**
 * Commands and flags as the user types them, without hidden ones, from oclif's manifest and the topics of package.json.
 */
export function readTable(manifest, topics) {
  const commands = Object.values(manifest.commands)
    .filter(({hidden}) => !hidden)
    .map(({id, summary, flags, args}) => ({
      words: id.replaceAll(':', ' '),
      summary,
      flags: Object.values(flags).filter(({hidden}) => !hidden),
      // The values of the first argument, if it has a fixed set.
      values: Object.values(args ?? {})[0]?.options ?? [],
    }))
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
