import type {Redis} from 'ioredis'

/** A big value, made by the server itself in steps, because that is faster than sending it. */
export type Made = {
  readonly name: string
  readonly count: number
  readonly step: number
  /** KEYS[1]: the key; ARGV: the first and the last number of a step. */
  readonly script: string
  /** What follows when all steps are done. */
  readonly after?: readonly (readonly (string | number)[])[]
}

const each = (body: string) => `for i = ARGV[1], ARGV[2] do ${body} end`

/** The values of the issue, and their sizes times `scale`. */
export function valuesOf(scale: number): readonly Made[] {
  const times = (count: number) => Math.max(1000, Math.round(count * scale))
  return [
    {
      name: 'hash of 2 million fields',
      count: times(2_000_000),
      step: 50_000,
      script: each(`redis.call('HSET', KEYS[1], 'field:' .. i, 'value:' .. i)`),
    },
    {
      name: 'hash of 100 MB',
      count: times(100_000),
      step: 5000,
      script: each(`redis.call('HSET', KEYS[1], 'field:' .. i, string.rep('x', 1000))`),
    },
    {
      name: 'sorted set of 5 million',
      count: times(5_000_000),
      step: 50_000,
      script: each(`redis.call('ZADD', KEYS[1], i / 7, 'member:' .. i)`),
    },
    {
      name: 'list of 3 million',
      count: times(3_000_000),
      step: 100_000,
      script: each(`redis.call('RPUSH', KEYS[1], 'element:' .. i)`),
    },
    {
      name: 'string of 200 MB',
      count: times(200_000),
      step: 10_000,
      script: `redis.call('APPEND', KEYS[1], string.rep(tostring(ARGV[1] % 9000 + 1000), 250 * (ARGV[2] - ARGV[1] + 1)))`,
    },
    {
      name: 'stream of 1 million',
      count: times(1_000_000),
      step: 20_000,
      script: each(`redis.call('XADD', KEYS[1], i .. '-1', 'field', 'value:' .. i)`),
      after: [
        ['XGROUP', 'CREATE', 'KEY', 'group', 0],
        ['XREADGROUP', 'GROUP', 'group', 'Ann', 'COUNT', 20_000, 'STREAMS', 'KEY', '>'],
        ['XREADGROUP', 'GROUP', 'group', 'Bob', 'COUNT', 10_000, 'STREAMS', 'KEY', '>'],
      ],
    },
  ]
}

/** Makes a value. Throws if the server refuses. */
export async function make(
  redis: Redis,
  key: string,
  {count, step, script, after = []}: Made,
): Promise<void> {
  for (let first = 1; first <= count; first += step)
    await redis.eval(script, 1, key, first, Math.min(count, first + step - 1))
  for (const [name = '', ...words] of after)
    await redis.call(String(name), ...words.map((word) => (word === 'KEY' ? key : word)))
}
