import type {Legacy, LegacyView} from './legacy-port.js'

/** How the program was called: what knows older tools, and the view of the one whose spelling was typed. */
type Invocation = {legacy: Legacy | undefined; view: LegacyView | undefined}

/** One for the process; `start` fills it before a command runs. */
export const invocation: Invocation = {legacy: undefined, view: undefined}
