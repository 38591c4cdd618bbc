import type {KeyClient} from '../../redis/key-client.js'
import type {Command, WireReply} from '../../redis/wire.js'

/** A command for one owner. `transaction`: of the source, which is kept where it concerns one slot. */
export type OwnedPiece = {
  readonly words: readonly Buffer[]
  readonly db: number
  readonly slot: number
  readonly transaction: number | undefined
  readonly mustHaveEffect: boolean
}

/**
 * Runs commands on an owner, in their order. Returns for each whether it certainly had the effect that it had on the
 * source. Rejects with ConnectionLost: then nothing is known of any.
 */
export async function sendPieces(client: KeyClient, pieces: readonly OwnedPiece[]): Promise<boolean[]> {
  const parts = runsOf(pieces, (a, b) => a.db === b.db)
  const done: boolean[] = []
  for (const part of parts) done.push(...(await sendInDatabase(client, part)))
  return done
}

async function sendInDatabase(client: KeyClient, pieces: readonly OwnedPiece[]): Promise<boolean[]> {
  const groups = runsOf(
    pieces,
    (a, b) => a.transaction !== undefined && a.transaction === b.transaction && a.slot === b.slot,
  )
  const commands = groups.flatMap((group): Command[] =>
    group.length > 1 ? [['MULTI'], ...group.map(toCommand), ['EXEC']] : group.map(toCommand),
  )
  const replies = await client.execute(pieces[0]?.db ?? 0, commands)
  let at = 0
  return groups.flatMap((group) => {
    const begin = at
    at += group.length > 1 ? group.length + 2 : 1
    return group.length > 1
      ? judgeTransaction(group, replies[at - 1])
      : group.map((piece, index) => isDone(piece, replies[begin + index]))
  })
}

function judgeTransaction(group: readonly OwnedPiece[], ended: WireReply | undefined): boolean[] {
  const values = ended?.error ? undefined : (ended?.value as unknown[] | null | undefined)
  return group.map((piece, index) => {
    const value = values?.[index]
    return values !== undefined && values !== null && !(value instanceof Error) && hadEffect(piece, value)
  })
}

function isDone(piece: OwnedPiece, reply: WireReply | undefined): boolean {
  return reply !== undefined && !reply.error && hadEffect(piece, reply.value)
}

function hadEffect({mustHaveEffect}: OwnedPiece, value: unknown): boolean {
  if (!mustHaveEffect) return true
  // Of fields of a hash, -2 says that there is none.
  return Array.isArray(value) ? !value.includes(-2) : value !== null && value !== 0
}

function toCommand({words}: OwnedPiece): Command {
  const [name, ...rest] = words
  return [name?.toString('latin1') ?? '', ...rest]
}

/** Neighbours that belong together. */
function runsOf<T>(items: readonly T[], belong: (a: T, b: T) => boolean): T[][] {
  const runs: T[][] = []
  for (const item of items) {
    const run = runs.at(-1)
    const last = run?.at(-1)
    if (run && last !== undefined && belong(last, item)) run.push(item)
    else runs.push([item])
  }
  return runs
}
