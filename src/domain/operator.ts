/** The process that runs a command which changes a cluster. */
export type Operator = {
  readonly host: string
  readonly pid: number
  /** When it was started, in milliseconds since 1970. */
  readonly startedAt: number
}

/** An operator with its command, as others see it on the nodes. */
export type Presence = Operator & {readonly command: string}

/**
 * The name of a connection, which tells others who is changing the cluster. Without spaces, as CLIENT SETNAME
 * requires.
 */
export function presenceName({command, host, pid, startedAt}: Presence): string {
  return ['clustertool', command, nameable(host), pid, startedAt].join(':')
}

function nameable(host: string): string {
  return host.replaceAll(/[^\w.-]/g, '_')
}

/** Parses such a name; undefined for any other name. */
export function parsePresence(name: string): Presence | undefined {
  const [tool, command, host, pid, startedAt, ...rest] = name.split(':')
  if (tool !== 'clustertool' || !command || !host || rest.length > 0) return undefined
  const presence = {command, host, pid: Number(pid), startedAt: Number(startedAt)}
  return Number.isSafeInteger(presence.pid) && Number.isSafeInteger(presence.startedAt) ? presence : undefined
}

/**
 * Whether a connection name is that of the process that wrote a journal. Older journals do not contain when the
 * process was started.
 */
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
    /** When the operation was started, ISO 8601. */
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

/** Below 0 if `a` was first. Both processes compute the same order, whatever their clocks say. */
export function comparePresence(a: Presence, b: Presence): number {
  return a.startedAt - b.startedAt || (presenceName(a) < presenceName(b) ? -1 : 1)
}
