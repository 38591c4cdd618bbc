import type {Plugin} from 'esbuild'

export const root: string
export const CACHED: readonly string[]
export function bundle(outdir: string, more?: readonly Plugin[]): Promise<string[]>
