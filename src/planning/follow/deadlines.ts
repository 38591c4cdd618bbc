import {SET_SIZES} from './no-effect.js'
import {FIELDS, FIELDS_AND_VALUES, nameAt, numberAt, type OptionSizes, optionsFrom, sizesOf} from './words.js'

/** A word of a command that says until when something lives. */
export type Deadline = {
  readonly at: number
  /** The word that says the unit, and whether it counts from now: the command, or an option. */
  readonly unitAt: number
  readonly isAbsolute: boolean
  readonly inSeconds: boolean
  /** Of fields of a hash: RESTORE takes their deadlines as they are, too. */
  readonly ofFields?: boolean
}

/** What a command does with times to live. */
export type ExpiryWords = {readonly deadline?: Deadline | undefined; readonly changesExpiry: boolean}

/** What this command does with times to live; undefined for commands that have nothing to do with them. */
export function expiryOf(words: readonly Buffer[]): ExpiryWords | undefined {
  return READERS.get(nameAt(words, 0))?.(words)
}

type ExpiryReader = (words: readonly Buffer[]) => ExpiryWords
type Options = ReadonlyMap<string, number>

/** The deadline is the second word after the name. */
function fixed(unit: Unit, changesExpiry: boolean): ExpiryReader {
  return () => ({deadline: {at: 2, unitAt: 0, ...unit}, changesExpiry})
}

/** The deadline is in an option. */
function inOptions(
  from: (words: readonly Buffer[]) => number,
  sizes: OptionSizes,
  changes: (options: Options) => boolean,
): ExpiryReader {
  return (words) => {
    const options = optionsFrom(words, from(words), sizes)
    if (options === undefined) return {changesExpiry: false}
    return {deadline: deadlineIn(options), changesExpiry: changes(options)}
  }
}

function deadlineIn(options: Options): Deadline | undefined {
  for (const [name, unit] of UNITS) {
    const at = options.get(name)
    if (at !== undefined) return {at: at + 1, unitAt: at, ...unit}
  }
  return undefined
}

function hasDeadline(options: Options): boolean {
  return deadlineIn(options) !== undefined
}

type Unit = Pick<Deadline, 'isAbsolute' | 'inSeconds'>

const EX: Unit = {isAbsolute: false, inSeconds: true}
const PX: Unit = {isAbsolute: false, inSeconds: false}
const EXAT: Unit = {isAbsolute: true, inSeconds: true}
const PXAT: Unit = {isAbsolute: true, inSeconds: false}
const UNITS = Object.entries({EX, PX, EXAT, PXAT})

const SIZES = {EX: 2, PX: 2, EXAT: 2, PXAT: 2} as const
const RESTORE_SIZES = sizesOf('REPLACE ABSTTL', {IDLETIME: 2, FREQ: 2})
// Redis 8.0 and later take options after the fields too.
const GETEX_SIZES = sizesOf('PERSIST', {...SIZES, FIELDS})
const HSETEX_SIZES = sizesOf('NX XX FNX FXX KEEPTTL', {...SIZES, FIELDS: FIELDS_AND_VALUES})
const MSETEX_SIZES = sizesOf('NX XX KEEPTTL', SIZES)

/** RESTORE key ttl value [REPLACE] [ABSTTL] [option …] */
function restore(words: readonly Buffer[]): ExpiryWords {
  const isAbsolute = optionsFrom(words, 4, RESTORE_SIZES)?.has('ABSTTL')
  if (isAbsolute === undefined) return {changesExpiry: false}
  return {deadline: {at: 2, unitAt: 0, isAbsolute, inSeconds: false}, changesExpiry: false}
}

/** The first option of MSETEX numkeys key value … [option …]. */
function afterPairs(words: readonly Buffer[]): number {
  return 2 + 2 * (numberAt(words, 1) ?? words.length)
}

const GETEX = inOptions(
  () => 2,
  GETEX_SIZES,
  (options) => hasDeadline(options) || options.has('PERSIST'),
)

function ofFields(reader: ExpiryReader): ExpiryReader {
  return (words) => {
    const {deadline, changesExpiry} = reader(words)
    return {deadline: deadline && {...deadline, ofFields: true}, changesExpiry}
  }
}

const READERS: ReadonlyMap<string, ExpiryReader> = new Map(
  Object.entries({
    EXPIRE: fixed(EX, true),
    PEXPIRE: fixed(PX, true),
    EXPIREAT: fixed(EXAT, true),
    PEXPIREAT: fixed(PXAT, true),
    HEXPIRE: ofFields(fixed(EX, true)),
    HPEXPIRE: ofFields(fixed(PX, true)),
    HEXPIREAT: ofFields(fixed(EXAT, true)),
    HPEXPIREAT: ofFields(fixed(PXAT, true)),
    SETEX: fixed(EX, false),
    PSETEX: fixed(PX, false),
    PERSIST: () => ({changesExpiry: true}),
    HPERSIST: () => ({changesExpiry: true}),
    RESTORE: restore,
    'RESTORE-ASKING': restore,
    GETEX,
    HGETEX: ofFields(GETEX),
    HSETEX: ofFields(inOptions(() => 2, HSETEX_SIZES, hasDeadline)),
    SET: inOptions(
      () => 3,
      SET_SIZES,
      () => false,
    ),
    MSETEX: inOptions(afterPairs, MSETEX_SIZES, () => false),
  } satisfies Record<string, ExpiryReader>),
)
