/** Why keys were not moved. `longestPauseMs`: what one key may take. */
export function tooBigText(
  {longestPauseMs}: {readonly longestPauseMs: number},
  keys: readonly string[],
): string {
  const seconds = (longestPauseMs / 1000).toFixed(1)
  return (
    `${keys.join(', ')}: moving it would block both nodes for more than ${seconds} s, ` +
    'and other nodes might consider them failed; to move it anyway: --allow-big-keys'
  )
}
