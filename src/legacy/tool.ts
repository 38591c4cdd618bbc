/** The tools whose command lines are understood, and whose words are used towards those who type them. */
export const LEGACY_TOOLS = ['redis-cli', 'valkey-cli', 'redis-trib'] as const
export type LegacyTool = (typeof LEGACY_TOOLS)[number]
