/** The tools whose command lines are understood, and whose words are used towards those who type them. */
export const STYLES = ['redis-cli', 'valkey-cli', 'redis-trib'] as const
export type Style = (typeof STYLES)[number]
