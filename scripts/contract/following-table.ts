import {FOLLOWED_COMMANDS} from '../../src/planning/follow/command-table.js'
import type {FollowedCommand} from '../../src/planning/follow/command-way.js'
import {replaced, table} from './tables.js'

const BEGIN = '<!-- This table is made from src/planning/follow/command-table.ts by: npm run contract -->'

const WAYS: Readonly<Record<FollowedCommand['way'], string>> = {
  forward: 'as it is',
  split: 'in parts',
  effect: 'by its effect',
  everywhere: 'to all primaries',
  ignore: 'not sent',
  script: 'as a script',
  select: 'for all commands',
  multi: 'for all commands',
  exec: 'for all commands',
  flush: 'for all keys',
  swap: 'for all keys',
  slots: 'for all keys',
}

/** Returns the page about the commands of a followed source with its table generated again. */
export function withFollowingTable(page: string): string {
  const rows = FOLLOWED_COMMANDS.toSorted((a, b) => (a.name < b.name ? -1 : 1)).map(
    ({name, way, note = ''}) => [`\`${name}\``, WAYS[way], note],
  )
  return replaced(page, table(['command', 'way', 'note'], rows), BEGIN)
}
