/** Who runs a command that changes clusters. */
export type Operator = {
  readonly host: string
  readonly pid: number
  /** Milliseconds since 1970 at which it was started. */
  readonly startedAt: number
}

/** The same with the command, as others find it on the nodes. */
export type Presence = Operator & {readonly command: string}

/** The name that a connection gets, by which others know who is at work: no spaces, as CLIENT SETNAME wants it. */
export function presenceName({command, host, pid, startedAt}: Presence): string {
  return ['clustertool', command, host.replaceAll(/[^\w.-]/g, '_'), pid, startedAt].join(':')
}

/** Reads such a name; undefined for any other. */
export function parsePresence(name: string): Presence | undefined {
  const [tool, command, host, pid, startedAt, ...rest] = name.split(':')
  if (tool !== 'clustertool' || !command || !host || rest.length > 0) return undefined
  const presence = {command, host, pid: Number(pid), startedAt: Number(startedAt)}
  return Number.isSafeInteger(presence.pid) && Number.isSafeInteger(presence.startedAt) ? presence : undefined
}

/** Below 0 when `a` was there first; an order on which both agree, whatever their clocks say. */
export function comparePresence(a: Presence, b: Presence): number {
  return a.startedAt - b.startedAt || (presenceName(a) < presenceName(b) ? -1 : 1)
}
