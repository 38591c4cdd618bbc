import {numberAt} from './words.js'

/** Where the keys are among the words of a command; the name of the command is word 0. */
export type KeyPosition =
  /** From one word to another, both included; a negative `last` counts from the end, -1 being the last word. */
  | {readonly first: number; readonly last: number; readonly step: number}
  /** After the word that says how many there are, each followed by `step - 1` others; and the word `also` before it. */
  | {readonly countAt: number; readonly step?: number; readonly also?: number}

/** The keys at this place; undefined if the command has not the words that it needs. */
export function keysAt(words: readonly Buffer[], place: KeyPosition): Buffer[] | undefined {
  return 'countAt' in place ? countedKeys(words, place) : rangeOfKeys(words, place)
}

function rangeOfKeys(
  words: readonly Buffer[],
  {first, last, step}: Extract<KeyPosition, {first: number}>,
): Buffer[] | undefined {
  const end = last < 0 ? words.length + last : last
  if (end < first || end >= words.length || (last < 0 && (end - first + 1) % step !== 0)) return undefined
  return everyOther(words, first, end + 1, step)
}

function countedKeys(
  words: readonly Buffer[],
  {countAt, step = 1, also}: Extract<KeyPosition, {countAt: number}>,
): Buffer[] | undefined {
  const count = numberAt(words, countAt)
  const from = countAt + 1
  if (count === undefined || from + count * step > words.length) return undefined
  const keys = everyOther(words, from, from + count * step, step)
  const own = also === undefined ? undefined : words[also]
  return own === undefined ? keys : [own, ...keys]
}

function everyOther(words: readonly Buffer[], from: number, end: number, step: number): Buffer[] {
  if (step === 1) return words.slice(from, end)
  const keys: Buffer[] = []
  for (let at = from; at < end; at += step) {
    const key = words[at]
    if (key !== undefined) keys.push(key)
  }
  return keys
}
