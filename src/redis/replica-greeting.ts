import type {ConnectionOptions} from './connection.js'
import {ReplyRefused} from './errors.js'
import type {ReplicaSocket} from './replica-socket.js'

/**
 * Logs in and says what this replica supports. All replies are awaited, because SYNC is refused before that. A server
 * that does not know a REPLCONF says so, and a user may lack the permission for it: then the RDB comes in the older
 * form. Throws ReplyRefused if the login fails.
 */
export async function introduce(
  socket: ReplicaSocket,
  {user, password}: ConnectionOptions,
  wishes: readonly (readonly string[])[],
): Promise<void> {
  if (password !== undefined) {
    socket.send(user === undefined ? ['AUTH', password] : ['AUTH', user, password])
    const reply = await socket.line()
    // One environment variable serves clusters with and without a password, so an unneeded password is not an error.
    if (reply.startsWith('-') && !/without any password configured|no password is set/i.test(reply)) {
      throw new ReplyRefused(reply.slice(1))
    }
  }
  socket.send(...wishes)
  for (const _ of wishes) await socket.line()
}
