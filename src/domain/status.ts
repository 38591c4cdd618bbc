/** How an operation that changes a cluster ended. */
export type Status = 'done' | 'nothing-to-do' | 'planned' | 'cancelled' | 'incomplete'
