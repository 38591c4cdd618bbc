import type {FollowedCommand} from './command-way.js'
import type {KeyPosition} from './key-place.js'

/** Rows of commands that differ in nothing but their names, which are separated by blanks. */
export function rowsOf(names: string, row: Omit<FollowedCommand, 'name'>): FollowedCommand[] {
  return names.split(' ').map((name) => ({name, ...row}))
}

/** The row of a command whose name has two words. */
export function subRows(
  container: string,
  names: string,
  row: Omit<FollowedCommand, 'name'>,
): FollowedCommand[] {
  return names.split(' ').map((name) => ({name: `${container} ${name}`, ...row}))
}

/** The words `first` to `last`; a negative one counts from the end. */
export function range(first: number, last: number, step = 1): KeyPosition {
  return {first, last, step}
}

/** The first word after the name of the command. */
export const ONE = range(1, 1)
/** The first two words. */
export const TWO = range(1, 2)
/** All words. */
export const ALL = range(1, -1)
