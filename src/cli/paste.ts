import {withConnection} from './connection-words.js'

/**
 * What the connection of this command comes from besides its command line: a profile, and what of the environment, as
 * flags and addresses. One for the process, like the command itself.
 */
export const origin: {profile: string | undefined; fromEnv: readonly string[]} = {
  profile: undefined,
  fromEnv: [],
}

/**
 * A text whose commands can be pasted: they have the connection flags of this command, or its profile. `argv`: the
 * command line.
 */
export function pasteable(text: string, argv: readonly string[]): string {
  return withConnection(text, [...origin.fromEnv, ...argv], origin.profile)
}
