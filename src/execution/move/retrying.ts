import {setTimeout as sleep} from 'node:timers/promises'
import {formatAddress} from '../../domain/address.js'
import {ClusterToolError} from '../../domain/errors.js'
import type {NodeId} from '../../domain/node.js'
import {settleAll} from '../../domain/settle-all.js'
import {isBusyScript} from '../../redis/move-error.js'
import {ConnectionLost, isServerError, ReplyRefused} from '../../redis/errors.js'
import type {NodeClient} from '../../redis/node-client.js'
import type {Session} from '../../redis/session.js'

/** Milliseconds before each retry after a temporary error; there are no more retries than entries. */
export const RETRY_AFTER_MS = [50, 100, 200, 400, 800, 1600, 3200] as const

/** For a node that does not answer at all, this has passed after the first attempt. */
const PATIENCE_MS = 10_000

/** For how long a script or function of a client may keep a server from answering others. */
const SCRIPT_PATIENCE_MS = 60_000
const SCRIPT_POLL_MS = 200

/**
 * Uses a connection, and a new one if it is lost; `attempt` counts from 0. While the server is busy with a script, it
 * is asked again; any other error reply is thrown at once. Throws UNREACHABLE, naming the node, when it gives up.
 */
export async function retrying<T>(name: string, use: (attempt: number) => Promise<T>): Promise<T> {
  const start = performance.now()
  for (let attempt = 0; ; attempt++) {
    try {
      return await waitOutScripts(() => use(attempt), start + SCRIPT_PATIENCE_MS)
    } catch (error) {
      if (!isLostConnection(error)) throw error
      const wait = RETRY_AFTER_MS[attempt]
      if (wait === undefined || performance.now() > start + PATIENCE_MS) throw unreachable(name, error)
      await sleep(wait)
    }
  }
}

async function waitOutScripts<T>(use: () => Promise<T>, until: number): Promise<T> {
  for (;;) {
    try {
      return await use()
    } catch (error) {
      const busy = error instanceof ReplyRefused && isBusyScript(error)
      if (!busy || performance.now() > until) throw error
      await sleep(SCRIPT_POLL_MS)
    }
  }
}

/**
 * Milliseconds to wait before a command that was refused is repeated. `attempt`: how often it was refused before.
 * `since`: when it was refused first. Undefined when there should be no more retries. A long script is waited for.
 */
export function waitBefore(attempt: number, {error, since}: {readonly error: Error; readonly since: number}) {
  if (!isBusyScript(error)) return RETRY_AFTER_MS[attempt]
  return performance.now() - since < SCRIPT_PATIENCE_MS ? SCRIPT_POLL_MS : undefined
}

/** Waits between retries of something that is refused. */
export class Patience {
  private attempt = 0
  private since = performance.now()

  /** Whether the last try was refused. */
  get isTried(): boolean {
    return this.attempt > 0
  }

  /**
   * Waits for a while after a refusal, and starts again after a try without one. Throws the refusal when it gives up.
   */
  async bear(trouble: Error | undefined): Promise<void> {
    if (!trouble) {
      this.attempt = 0
      this.since = performance.now()
      return
    }
    const wait = waitBefore(this.attempt++, {error: trouble, since: this.since})
    if (wait === undefined) throw trouble
    await sleep(wait)
  }
}

/** Like `retrying`, on the session's connection to a node. */
export function withNode<T>(
  session: Session,
  id: NodeId,
  use: (client: NodeClient) => Promise<T>,
): Promise<T> {
  const {address} = session.node(id)
  return retrying(formatAddress(address), async () => {
    const client = await session.connect(address)
    session.register(id, client)
    return use(client)
  })
}

/** Not an error reply, an error for the user, or a bug. */
function isLostConnection(error: unknown): error is ConnectionLost | ClusterToolError {
  return (
    error instanceof ConnectionLost || (error instanceof ClusterToolError && error.code === 'UNREACHABLE')
  )
}

/** Whether a node refused a command or did not answer, as opposed to a bug. */
function isRefusedOrLost(error: unknown): boolean {
  return isServerError(error) || error instanceof ClusterToolError
}

/** Waits until all promises are settled, even if nodes refused or did not answer. Throws any other error. */
export async function asFarAsTheyAnswer(works: Iterable<Promise<unknown>>): Promise<void> {
  await settleAll(
    [...works].map(async (work) => {
      try {
        await work
      } catch (error) {
        if (!isRefusedOrLost(error)) throw error
      }
    }),
  )
}

function unreachable(name: string, cause: Error): ClusterToolError {
  return new ClusterToolError('UNREACHABLE', `${name} no longer answers: ${cause.message}`, {cause})
}
