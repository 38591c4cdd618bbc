/** A reply with every byte as it came. Integers are digits, because they may be too large for a JavaScript number. */
export type Reply =
  | {readonly type: 'string'; readonly bytes: Buffer}
  | {readonly type: 'integer'; readonly digits: string}
  | {readonly type: 'nil'}
  | {readonly type: 'array'; readonly items: readonly Reply[]}
  /** An error within an array; an error that is the whole reply is in the answer. */
  | {readonly type: 'error'; readonly message: string}
