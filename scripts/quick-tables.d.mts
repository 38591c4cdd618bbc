import type {Plugin} from 'esbuild'

export const quickTables: Plugin
