/** What a server answered, with every byte as it came. Digits, since a number may be larger than JavaScript's are exact. */
export type Reply =
  | {readonly type: 'string'; readonly bytes: Buffer}
  | {readonly type: 'integer'; readonly digits: string}
  | {readonly type: 'nil'}
  | {readonly type: 'array'; readonly items: readonly Reply[]}
  /** An error within an array; one that is the whole reply is the answer's. */
  | {readonly type: 'error'; readonly message: string}
