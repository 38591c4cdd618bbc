/** Whether a server's version, such as `7.0.15`, is this one or a later one; one that is not known is not. */
export function isAtLeast(version: string | undefined, major: number, minor = 0): boolean {
  const [ownMajor = 0, ownMinor = 0] = (version ?? '').split('.').map(Number)
  return ownMajor > major || (ownMajor === major && ownMinor >= minor)
}

/**
 * Whether a server shows keys of a slot to nobody when it neither owns nor imports it: Redis 8.4 and later. DBSIZE counts
 * them still, and they are seen again when the slot is marked as importing.
 */
export function hidesForeignKeys(
  info: {readonly software: 'redis' | 'valkey'; readonly version: string} | undefined,
): boolean {
  return info?.software === 'redis' && isAtLeast(info.version, 8, 4)
}

/**
 * Whether a server makes itself the owner of a slot that it imports, as soon as the node that it imports it from tells of
 * other slots and not of that one: Valkey 8 and later (clusterUpdateSlotsConfigWith).
 */
export function takesImportedSlots(
  info: {readonly software: 'redis' | 'valkey'; readonly version: string} | undefined,
): boolean {
  return info?.software === 'valkey' && isAtLeast(info.version, 8)
}
