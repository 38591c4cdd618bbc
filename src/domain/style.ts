/** The older tools whose command lines are accepted. For such a command line, the output has their words. */
export const STYLES = ['redis-cli', 'valkey-cli', 'redis-trib'] as const
export type Style = (typeof STYLES)[number]
