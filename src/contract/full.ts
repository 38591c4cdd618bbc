/**
 * A document as its mapper makes it: nothing in it is changed any more, and each key that may be left out is given all the
 * same, as undefined, so that none is forgotten. Only keys that a schema calls exactOptional may be missing.
 */
export type Full<T> = unknown extends T
  ? T
  : T extends string | number | boolean | null | undefined
    ? T
    : T extends readonly (infer Item)[]
      ? readonly Full<Item>[]
      : {readonly [K in keyof T as TakesUndefined<T, K> extends true ? K : never]-?: Full<T[K]>} & {
          readonly [K in keyof T as TakesUndefined<T, K> extends true ? never : K]: Full<T[K]>
        }

type TakesUndefined<T, K extends keyof T> = {[P in K]: undefined} extends Pick<T, K> ? true : false
