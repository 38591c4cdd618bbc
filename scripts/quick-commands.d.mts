import type {Plugin} from 'esbuild'

export const quickCommands: Plugin
export function withoutOthers(text: string, names: readonly string[]): string
