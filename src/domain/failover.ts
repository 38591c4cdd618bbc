/** How a replica takes the place of its primary: with its help, by votes only, or without votes. */
export type FailoverMode = 'plain' | 'force' | 'takeover'
