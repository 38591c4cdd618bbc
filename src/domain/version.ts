/** Whether a server version such as `7.0.15` is at least this one; false if it is unknown. */
export function isAtLeast(version: string | undefined, major: number, minor = 0): boolean {
  const [ownMajor = 0, ownMinor = 0] = (version ?? '').split('.').map(Number)
  return ownMajor > major || (ownMajor === major && ownMinor >= minor)
}

/**
 * Whether a server hides the keys of a slot that it neither owns nor imports: Redis 8.4 and later. DBSIZE still
 * counts them, and they appear again when the slot is marked as importing.
 */
export function hidesForeignKeys(
  info: {readonly software: 'redis' | 'valkey'; readonly version: string} | undefined,
): boolean {
  return info?.software === 'redis' && isAtLeast(info.version, 8, 4)
}

/**
 * Whether a server makes itself the owner of a slot that it imports, as soon as the node from which it imports it
 * announces other slots and not that one: Valkey 8 and later (clusterUpdateSlotsConfigWith).
 */
export function takesImportedSlots(
  info: {readonly software: 'redis' | 'valkey'; readonly version: string} | undefined,
): boolean {
  return info?.software === 'valkey' && isAtLeast(info.version, 8)
}

/**
 * Whether a server version is this one or begins with it (`8.0` fits `8.0.3` and not `8.01`), or with `orLater` is
 * later. False if it is unknown.
 */
export function hasVersion(
  own: string | undefined,
  {version, orLater}: {readonly version: string; readonly orLater: boolean},
): boolean {
  if (own === undefined) return false
  const parts = own.split('.').map(Number)
  for (const [at, wanted] of version.split('.').map(Number).entries()) {
    const part = parts[at] ?? 0
    if (part !== wanted) return orLater && part > wanted
  }
  return true
}
