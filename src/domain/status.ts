/** How an operation that changes something ended. */
export type Status = 'done' | 'nothing-to-do' | 'planned' | 'cancelled' | 'incomplete'
