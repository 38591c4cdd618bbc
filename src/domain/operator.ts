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
  return ['clustertool', command, nameable(host), pid, startedAt].join(':')
}

function nameable(host: string): string {
  return host.replaceAll(/[^\w.-]/g, '_')
}

/** Reads such a name; undefined for any other. */
export function parsePresence(name: string): Presence | undefined {
  const [tool, command, host, pid, startedAt, ...rest] = name.split(':')
  if (tool !== 'clustertool' || !command || !host || rest.length > 0) return undefined
  const presence = {command, host, pid: Number(pid), startedAt: Number(startedAt)}
  return Number.isSafeInteger(presence.pid) && Number.isSafeInteger(presence.startedAt) ? presence : undefined
}

/** Whether a name on the nodes is that of the process that wrote a journal; an older one did not write when it was started. */
export function isSameProcess(
  presence: Presence,
  {
    host,
    pid,
    processStartedAt,
    startedAt,
  }: {
    readonly host: string
    readonly pid: number
    readonly processStartedAt?: number | undefined
    /** When the operation was begun, ISO 8601. */
    readonly startedAt: string
  },
): boolean {
  return (
    presence.host === nameable(host) &&
    presence.pid === pid &&
    (processStartedAt === undefined
      ? presence.startedAt <= Date.parse(startedAt)
      : presence.startedAt === processStartedAt)
  )
}

/** Below 0 when `a` was there first; an order on which both agree, whatever their clocks say. */
export function comparePresence(a: Presence, b: Presence): number {
  return a.startedAt - b.startedAt || (presenceName(a) < presenceName(b) ? -1 : 1)
}
