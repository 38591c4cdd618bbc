import type {Wire} from './wire.js'

/** Settings whose names match a pattern of CONFIG GET. */
export async function readSettings(wire: Wire, pattern: string): Promise<Map<string, string>> {
  const words = ((await wire.call('CONFIG', 'GET', pattern)) as unknown[]).map(String)
  const settings = new Map<string, string>()
  for (let at = 0; at + 1 < words.length; at += 2) settings.set(words[at] ?? '', words[at + 1] ?? '')
  return settings
}
