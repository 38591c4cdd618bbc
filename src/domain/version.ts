/** Whether a server's version, such as `7.0.15`, is this one or a later one; one that is not known is not. */
export function isAtLeast(version: string | undefined, major: number, minor = 0): boolean {
  const [ownMajor = 0, ownMinor = 0] = (version ?? '').split('.').map(Number)
  return ownMajor > major || (ownMajor === major && ownMinor >= minor)
}
