import type {Mover} from './mover.js'

/** Not built yet. */
export const moveByAtomicRedis: Mover = () => Promise.reject(new Error('not built yet'))
