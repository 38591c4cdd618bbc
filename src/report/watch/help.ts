import {KEYS} from './keys.js'
import {span, type StyledLine} from './styled.js'

/** The page of keys. */
export function helpLines(): StyledLine[] {
  return [
    [span('Keys', 'strong')],
    ...KEYS.map(({keys, does}) => [span(keys.join(', ').padEnd(20)), span(does)]),
    [],
    [span('Columns', 'strong')],
    ...COLUMN_NOTES.map(([name, means]) => [span(name.padEnd(20)), span(means)]),
    [],
    [span('Nothing here changes the cluster.')],
  ]
}

const COLUMN_NOTES = [
  ['state', 'the worst of: answers, loads, link to the primary, what the others say'],
  ['of max', 'used memory as a part of maxmemory; - without a limit'],
  ['hits', 'part of the reads since the last look that found a key'],
  ['conns', 'connected clients'],
  ['lag', 'bytes that a replica has not processed; read at slightly different times'],
  ['lag s', 'seconds since the replica heard from its primary'],
] as const
