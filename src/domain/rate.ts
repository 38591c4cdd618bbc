import {byteSizeText, parseByteSize} from './byte-size.js'

/** How much a move may send per second: bytes of memory that keys use on the source, or keys. */
export type Rate = {readonly unit: 'bytes' | 'keys'; readonly perSecond: number}

/** A rate such as `20MB/s` or `5000keys/s`; undefined if the text is none. */
export function parseRate(text: string): Rate | undefined {
  const [, amount = ''] = /^(\S+[a-z])\/s$/i.exec(text) ?? []
  const [, keys] = /^(\d{1,12})keys$/.exec(amount) ?? []
  const perSecond = keys === undefined ? parseByteSize(amount) : Number(keys)
  if (perSecond === undefined || perSecond < 1) return undefined
  return {unit: keys === undefined ? 'bytes' : 'keys', perSecond}
}

/** `20MB/s` or `5000keys/s`, as `parseRate` reads it. */
export function rateText({unit, perSecond}: Rate): string {
  return unit === 'keys' ? `${perSecond}keys/s` : `${byteSizeText(perSecond)}/s`
}
