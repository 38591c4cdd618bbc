/** A command that changes something on a source, for tests of what is done with it in a cluster. */
export type FollowSample = {
  /** Unique among the samples. */
  readonly name: string
  /** Commands that prepare the keys, to be sent on the same connection. Words are latin1. */
  readonly before: readonly (readonly string[])[]
  /** The command; a server of another version may not know it, or not all of its words. */
  readonly call: readonly string[]
  /** Whether it needs other databases than 0, or empties all keys of one. */
  readonly databases: boolean
}

/** A command as one line, `$a`, `$b` … being keys of the sample, or as words if these contain blanks. */
type Line = string | readonly string[]
type Case = readonly [name: string, call: Line, ...before: readonly Line[]]

// DUMP of Redis 6.0, chosen so that all bytes are below 128.
const PAYLOAD = '\u0000\tsample-22\t\u0000pl:c\u0012\u0017>x'
const LIBRARY =
  "#!lua name=samples\nredis.register_function('sample',function(keys) return redis.call('SET',keys[1],'v') end)"
// FUNCTION DUMP of Redis 7.0.
const FUNCTIONS =
  'f5c34046404f1323216c7561206e616d653d726573746f7265640a20031569732e72656769737465725f66756e6374696f6e2827c0210127' +
  '2ce000130e292072657475726e203120656e64290a0057619856a5270aec'
const HASH = 'HSET $a f v g w'
const STREAM = 'XADD $a 1-1 f v'
const READ = [STREAM, 'XADD $a 2-1 f v', 'XGROUP CREATE $a g 0', 'XREADGROUP GROUP g c STREAMS $a >'] as const

const DATABASES: readonly Case[] = [
  ['FLUSHALL', 'FLUSHALL', 'SET $a v'],
  ['FLUSHDB', 'FLUSHDB ASYNC', 'SET $a v'],
  ['SWAPDB', 'SWAPDB 2 3', 'SELECT 2', 'SET $a v', 'SELECT 0'],
  ['MOVE', 'MOVE $a 1', 'SELECT 1', 'DEL $a', 'SELECT 0', 'SET $a v'],
  ['COPY to another database', 'COPY $a $b DB 1 REPLACE', 'SET $a v'],
]

const STRINGS: readonly Case[] = [
  ['SET', 'SET $a v'],
  ['SET, lower case', 'set $a v'],
  ['SET EX', 'SET $a v EX 1000'],
  ['SET PX NX', 'SET $a v NX PX 1000000'],
  ['SET EXAT', 'SET $a v EXAT 33177117420'],
  ['SET PXAT GET', 'SET $a w GET PXAT 33177117420000', 'SET $a v'],
  ['SET KEEPTTL', 'SET $a w KEEPTTL XX', 'SET $a v EX 1000'],
  ['SET IFEQ', 'SET $a w IFEQ v', 'SET $a v'],
  ['SET IFNE', 'SET $a w IFNE x EX 1000', 'SET $a v'],
  ['SETNX', 'SETNX $a v'],
  ['SETEX', 'SETEX $a 1000 v'],
  ['PSETEX', 'PSETEX $a 1000000 v'],
  ['GETSET', 'GETSET $a w', 'SET $a v'],
  ['GETDEL', 'GETDEL $a', 'SET $a v'],
  ['GETEX EX', 'GETEX $a EX 1000', 'SET $a v'],
  ['GETEX PXAT', 'GETEX $a PXAT 33177117420000', 'SET $a v'],
  ['GETEX PERSIST', 'GETEX $a PERSIST', 'SET $a v EX 1000'],
  ['DELEX', 'DELEX $a', 'SET $a v'],
  ['DELEX IFEQ', 'DELEX $a IFEQ v', 'SET $a v'],
  ['DELIFEQ', 'DELIFEQ $a v', 'SET $a v'],
  ['APPEND', 'APPEND $a w', 'SET $a v'],
  ['SETRANGE', 'SETRANGE $a 2 w', 'SET $a v'],
  ['SETBIT', 'SETBIT $a 7 1'],
  ['BITFIELD', 'BITFIELD $a INCRBY u8 0 3 GET u4 0'],
  ['INCR', 'INCR $a'],
  ['INCRBY', 'INCRBY $a 3'],
  ['INCRBYFLOAT', 'INCRBYFLOAT $a 0.1', 'SET $a 1 EX 1000'],
  ['DECR', 'DECR $a'],
  ['DECRBY', 'DECRBY $a 3'],
  ['PFADD', 'PFADD $a x y z'],
  ['PFCOUNT', 'PFCOUNT $a', 'PFADD $a x', 'PFADD $a y'],
  ['PFDEBUG', 'PFDEBUG TODENSE $a', 'PFADD $a x'],
]

const GENERIC: readonly Case[] = [
  ['EXPIRE', 'EXPIRE $a 1000', 'SET $a v'],
  ['EXPIRE NX', 'EXPIRE $a 1000 NX', 'SET $a v'],
  ['PEXPIRE', 'PEXPIRE $a 1000000', 'SET $a v'],
  ['EXPIREAT', 'EXPIREAT $a 33177117420', 'SET $a v'],
  ['PEXPIREAT GT', 'PEXPIREAT $a 33177117420000 GT', 'SET $a v EX 1000'],
  ['EXPIRE in the past', 'EXPIRE $a -1', 'SET $a v'],
  ['PERSIST', 'PERSIST $a', 'SET $a v EX 1000'],
  ['DEL', 'DEL $a', 'SET $a v'],
  ['UNLINK', 'UNLINK $a', 'SET $a v'],
  ['RESTORE', ['RESTORE', '$a', '0', PAYLOAD]],
  [
    'RESTORE with a time to live',
    ['RESTORE', '$a', '1000000', PAYLOAD, 'REPLACE', 'IDLETIME', '5'],
    'SET $a v',
  ],
  ['RESTORE ABSTTL', ['RESTORE', '$a', '33177117420000', PAYLOAD, 'ABSTTL']],
  ['RESTORE-ASKING', ['RESTORE-ASKING', '$a', '0', PAYLOAD]],
  ['SORT BY', 'SORT $a BY weight-* STORE $b', 'RPUSH $a 3 1 2'],
]

const LISTS: readonly Case[] = [
  ['LPUSH', 'LPUSH $a x y'],
  ['RPUSH', 'RPUSH $a x y'],
  ['LPUSHX', 'LPUSHX $a y', 'RPUSH $a x'],
  ['RPUSHX', 'RPUSHX $a y', 'RPUSH $a x'],
  ['LPOP', 'LPOP $a', 'RPUSH $a x y z'],
  ['LPOP with a count', 'LPOP $a 2', 'RPUSH $a x y z'],
  ['RPOP', 'RPOP $a', 'RPUSH $a x y z'],
  ['BLPOP', 'BLPOP $b $a 1', 'RPUSH $a x y z'],
  ['BRPOP', 'BRPOP $a 1', 'RPUSH $a x y z'],
  ['LINSERT', 'LINSERT $a BEFORE y n', 'RPUSH $a x y z'],
  ['LREM', 'LREM $a 1 y', 'RPUSH $a x y z'],
  ['LSET', 'LSET $a 1 n', 'RPUSH $a x y z'],
  ['LTRIM', 'LTRIM $a 1 1', 'RPUSH $a x y z'],
]

const SETS: readonly Case[] = [
  ['SADD', 'SADD $a x y z'],
  ['SREM', 'SREM $a y', 'SADD $a x y z'],
  ['SPOP', 'SPOP $a', 'SADD $a x y z'],
  ['SPOP with a count', 'SPOP $a 2', 'SADD $a x y z'],
  ['SPOP of all', 'SPOP $a 5', 'SADD $a x y z'],
  ['ZADD', 'ZADD $a 1 x 2 y'],
  ['ZADD CH', 'ZADD $a GT CH 3 x', 'ZADD $a 1 x'],
  ['ZADD INCR', 'ZADD $a INCR 0.1 x', 'ZADD $a 0.2 x'],
  ['ZINCRBY', 'ZINCRBY $a 0.1 x', 'ZADD $a 0.2 x'],
  ['ZREM', 'ZREM $a x', 'ZADD $a 1 x 2 y'],
  ['ZPOPMIN', 'ZPOPMIN $a', 'ZADD $a 1 x 2 y'],
  ['ZPOPMAX', 'ZPOPMAX $a 1', 'ZADD $a 1 x 2 y'],
  ['BZPOPMIN', 'BZPOPMIN $a 1', 'ZADD $a 1 x 2 y'],
  ['BZPOPMAX', 'BZPOPMAX $b $a 1', 'ZADD $a 1 x 2 y'],
  ['ZREMRANGEBYRANK', 'ZREMRANGEBYRANK $a 0 0', 'ZADD $a 1 x 2 y'],
  ['ZREMRANGEBYSCORE', 'ZREMRANGEBYSCORE $a -inf 1', 'ZADD $a 1 x 2 y'],
  ['ZREMRANGEBYLEX', 'ZREMRANGEBYLEX $a [x [x', 'ZADD $a 0 x 0 y'],
  ['GEOADD', 'GEOADD $a 13.36 38.11 Palermo 15.08 37.5 Catania'],
  ['GEOADD CH', 'GEOADD $a CH 13.36 38.12 Palermo', 'GEOADD $a 13.36 38.11 Palermo'],
  ['VADD', 'VADD $a VALUES 3 0.1 0.2 0.3 x'],
  ['VADD REDUCE', 'VADD $a REDUCE 2 VALUES 3 0.1 0.2 0.3 x CAS'],
  ['VREM', 'VREM $a x', 'VADD $a VALUES 3 0.1 0.2 0.3 x', 'VADD $a VALUES 3 0.3 0.2 0.3 y'],
  ['VSETATTR', 'VSETATTR $a x {"y":1}', 'VADD $a VALUES 3 0.1 0.2 0.3 x'],
]

const HASHES: readonly Case[] = [
  ['HSET', HASH],
  ['HMSET', 'HMSET $a f v g w'],
  ['HSETNX', 'HSETNX $a f v'],
  ['HDEL', 'HDEL $a f', HASH],
  ['HINCRBY', 'HINCRBY $a f 3'],
  ['HINCRBYFLOAT', 'HINCRBYFLOAT $a f 0.1', 'HSET $a f 0.2'],
  ['HEXPIRE', 'HEXPIRE $a 1000 FIELDS 1 f', HASH],
  ['HEXPIRE of a field that is not there', 'HEXPIRE $a 1000 NX FIELDS 2 f none', HASH],
  ['HPEXPIRE', 'HPEXPIRE $a 1000000 FIELDS 1 f', HASH],
  ['HEXPIREAT', 'HEXPIREAT $a 33177117420 FIELDS 1 f', HASH],
  ['HPEXPIREAT', 'HPEXPIREAT $a 33177117420000 FIELDS 1 f', HASH],
  ['HPERSIST', 'HPERSIST $a FIELDS 1 f', HASH, 'HEXPIRE $a 1000 FIELDS 1 f'],
  ['HGETDEL', 'HGETDEL $a FIELDS 1 f', HASH],
  ['HGETEX', 'HGETEX $a EX 1000 FIELDS 1 f', HASH],
  ['HGETEX PERSIST', 'HGETEX $a PERSIST FIELDS 1 f', HASH, 'HEXPIRE $a 1000 FIELDS 1 f'],
  ['HSETEX', 'HSETEX $a EX 1000 FIELDS 2 f v g w'],
  ['HSETEX with the time last', 'HSETEX $a FIELDS 1 f v EX 1000'],
  ['HSETEX FXX KEEPTTL', 'HSETEX $a FXX KEEPTTL FIELDS 1 f x', HASH, 'HEXPIRE $a 1000 FIELDS 1 f'],
]

const STREAMS: readonly Case[] = [
  ['XADD', STREAM],
  ['XADD with an id of the server', 'XADD $a * f v'],
  ['XADD with half an id', 'XADD $a 5-* f v'],
  ['XADD MAXLEN', 'XADD $a MAXLEN 1 3-1 f v', STREAM],
  ['XADD MAXLEN ~', 'XADD $a MAXLEN ~ 1 3-1 f v', STREAM],
  ['XADD MAXLEN ~ LIMIT', 'XADD $a NOMKSTREAM MAXLEN ~ 1 LIMIT 10 3-* f v', STREAM],
  ['XADD MINID', 'XADD $a MINID = 2 3-1 f v', STREAM],
  ['XADD KEEPREF', 'XADD $a KEEPREF MAXLEN = 1 3-1 f v', STREAM],
  ['XADD IDMP', 'XADD $a IDMP producer one * f v'],
  ['XADD IDMPAUTO', 'XADD $a IDMPAUTO producer * f v'],
  ['XCFGSET', 'XCFGSET $a IDMP-DURATION 60', STREAM],
  ['XIDMPRECORD', 'XIDMPRECORD $a producer one 1-1', STREAM],
  ['XTRIM', 'XTRIM $a MAXLEN 1', STREAM, 'XADD $a 2-1 f v'],
  ['XTRIM MINID LIMIT', 'XTRIM $a MINID ~ 150 LIMIT 1000', ...many(200)],
  ['XDEL', 'XDEL $a 1-1', STREAM],
  ['XDELEX', 'XDELEX $a DELREF IDS 1 1-1', STREAM],
  ['XSETID', 'XSETID $a 5-1', STREAM],
  ['XGROUP CREATE', 'XGROUP CREATE $a g $', STREAM],
  ['XGROUP CREATE MKSTREAM', 'XGROUP CREATE $a g 0 MKSTREAM'],
  ['XGROUP SETID', 'XGROUP SETID $a g $', ...READ],
  ['XGROUP DESTROY', 'XGROUP DESTROY $a g', ...READ],
  ['XGROUP CREATECONSUMER', 'XGROUP CREATECONSUMER $a g d', ...READ],
  ['XGROUP DELCONSUMER', 'XGROUP DELCONSUMER $a g c', ...READ],
  ['XREADGROUP', 'XREADGROUP GROUP g c COUNT 1 STREAMS $a >', STREAM, 'XGROUP CREATE $a g 0'],
  ['XREADGROUP NOACK', 'XREADGROUP GROUP g c NOACK STREAMS $a >', STREAM, 'XGROUP CREATE $a g 0'],
  ['XACK', 'XACK $a g 1-1', ...READ],
  ['XACKDEL', 'XACKDEL $a g KEEPREF IDS 1 1-1', ...READ],
  ['XCLAIM', 'XCLAIM $a g d 0 1-1', ...READ],
  ['XCLAIM JUSTID', 'XCLAIM $a g d 0 1-1 TIME 1000 RETRYCOUNT 3 FORCE JUSTID', ...READ],
  ['XAUTOCLAIM', 'XAUTOCLAIM $a g d 0 0 COUNT 1', ...READ],
]

const SCRIPTS: readonly Case[] = [
  ['EVAL', ['EVAL', "return redis.call('SET',KEYS[1],ARGV[1])", '1', '$a', 'v']],
  ['SCRIPT LOAD', ['SCRIPT', 'LOAD', 'return 1']],
  ['SCRIPT FLUSH', 'SCRIPT FLUSH'],
  ['FUNCTION LOAD', ['FUNCTION', 'LOAD', 'REPLACE', LIBRARY]],
  ['FCALL', 'FCALL sample 1 $a', ['FUNCTION', 'LOAD', 'REPLACE', LIBRARY]],
  ['FUNCTION RESTORE', ['FUNCTION', 'RESTORE', Buffer.from(FUNCTIONS, 'hex').toString('latin1'), 'REPLACE']],
  ['FUNCTION DELETE', 'FUNCTION DELETE samples', ['FUNCTION', 'LOAD', 'REPLACE', LIBRARY]],
  ['FUNCTION FLUSH', 'FUNCTION FLUSH', ['FUNCTION', 'LOAD', 'REPLACE', LIBRARY]],
]

/** Those with several keys: once with all in one slot, and once not. */
const SEVERAL: readonly Case[] = [
  ['DEL', 'DEL $a $b $a', 'SET $a v', 'SET $b w'],
  ['UNLINK', 'UNLINK $a $b', 'SET $a v', 'SET $b w'],
  ['MSET', 'MSET $a v $b w'],
  ['MSETNX', 'MSETNX $a v $b w'],
  ['MSETEX', 'MSETEX 2 $a v $b w EX 1000'],
  ['MSETEX NX', 'MSETEX 2 $a v $b w NX'],
  ['RENAME', 'RENAME $a $b', 'SET $a v EX 1000'],
  ['RENAMENX', 'RENAMENX $a $b', 'SET $a v'],
  ['COPY', 'COPY $a $b REPLACE', 'SET $a v', 'SET $b w'],
  ['BITOP', 'BITOP XOR $c $a $b', 'SET $a v', 'SET $b w'],
  ['PFMERGE', 'PFMERGE $c $a $b', 'PFADD $a x', 'PFADD $b y'],
  ['SORT', 'SORT $a LIMIT 0 2 ALPHA DESC STORE $b', 'RPUSH $a x z y'],
  ['SMOVE', 'SMOVE $a $b x', 'SADD $a x y'],
  ['SINTERSTORE', 'SINTERSTORE $c $a $b', 'SADD $a x y', 'SADD $b y z'],
  ['SUNIONSTORE', 'SUNIONSTORE $c $a $b', 'SADD $a x y', 'SADD $b y z'],
  ['SDIFFSTORE', 'SDIFFSTORE $c $a $b', 'SADD $a x y', 'SADD $b y z'],
  ['ZUNIONSTORE', 'ZUNIONSTORE $c 2 $a $b WEIGHTS 2 1', 'ZADD $a 1 x 2 y', 'ZADD $b 1 y 2 z'],
  ['ZINTERSTORE', 'ZINTERSTORE $c 2 $a $b AGGREGATE MAX', 'ZADD $a 1 x 2 y', 'ZADD $b 1 y 2 z'],
  ['ZDIFFSTORE', 'ZDIFFSTORE $c 2 $a $b', 'ZADD $a 1 x 2 y', 'ZADD $b 1 y 2 z'],
  ['ZRANGESTORE', 'ZRANGESTORE $b $a 0 0', 'ZADD $a 1 x 2 y'],
  ['GEORADIUS', 'GEORADIUS $a 15 37 200 km STORE $b', 'GEOADD $a 13.36 38.11 p 15.08 37.5 c'],
  ['GEORADIUSBYMEMBER', 'GEORADIUSBYMEMBER $a p 200 km STOREDIST $b', 'GEOADD $a 13.36 38.11 p 15.08 37.5 c'],
  [
    'GEOSEARCHSTORE',
    'GEOSEARCHSTORE $b $a FROMMEMBER p BYRADIUS 200 km',
    'GEOADD $a 13.36 38.11 p 15.08 37.5 c',
  ],
  ['RPOPLPUSH', 'RPOPLPUSH $a $b', 'RPUSH $a x y z'],
  ['BRPOPLPUSH', 'BRPOPLPUSH $a $b 1', 'RPUSH $a x y z'],
  ['LMOVE', 'LMOVE $a $b LEFT RIGHT', 'RPUSH $a x y z'],
  ['BLMOVE', 'BLMOVE $a $b LEFT RIGHT 1', 'RPUSH $a x y z'],
  ['LMPOP', 'LMPOP 2 $a $b LEFT COUNT 2', 'RPUSH $b x y z'],
  ['BLMPOP', 'BLMPOP 1 2 $a $b RIGHT', 'RPUSH $b x y z'],
  ['ZMPOP', 'ZMPOP 2 $a $b MIN COUNT 1', 'ZADD $b 1 x 2 y'],
  ['BZMPOP', 'BZMPOP 1 2 $a $b MAX', 'ZADD $b 1 x 2 y'],
]

/**
 * A command for each that writes, and for each option that decides what is done with it. The names of the keys begin
 * with `follow:` and the number of the sample. Those that empty databases are first.
 */
export const FOLLOW_SAMPLES: readonly FollowSample[] = [
  ...DATABASES.map((one) => ({one, databases: true})),
  ...[...STRINGS, ...GENERIC, ...LISTS, ...SETS, ...HASHES, ...STREAMS, ...SCRIPTS].map((one) => ({one})),
  ...SEVERAL.flatMap(([name, ...lines]): {one: Case; sameSlot?: boolean}[] => [
    {one: [`${name}, keys of one slot`, ...lines] as Case, sameSlot: true},
    {one: [`${name}, keys of several slots`, ...lines] as Case},
  ]),
].map((each, at) => sampleOf(each, at + 1))

function sampleOf(
  {
    one: [name, call, ...before],
    sameSlot = false,
    databases = false,
  }: {one: Case; sameSlot?: boolean; databases?: boolean},
  number: number,
): FollowSample {
  const prefix = sameSlot ? `{follow:${number}}` : `follow:${number}`
  const wordsOf = (line: Line): string[] => {
    const words = typeof line === 'string' ? line.split(' ') : line
    return words.map((word) => (/^\$[a-c]$/.test(word) ? `${prefix}:${word.slice(1)}` : word))
  }
  return {name, call: wordsOf(call), before: before.map(wordsOf), databases}
}

function many(count: number): string[] {
  return Array.from({length: count}, (_, at) => `XADD $a ${at + 1}-1 f v`)
}
