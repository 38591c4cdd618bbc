/** Hours of a day, local time, in minutes since midnight. If the end is before the start, it is on the next day. */
export type Hours = {readonly from: number; readonly to: number}

/** Hours such as `02:00-05:00` or `22:30-04:00`; undefined if the text is none, or if they begin when they end. */
export function parseHours(text: string): Hours | undefined {
  const [start = '', end = '', ...more] = text.split('-')
  const [from, to] = [minuteOf(start), end === '24:00' ? 0 : minuteOf(end)]
  if (from === undefined || to === undefined || more.length > 0) return undefined
  return from === to ? undefined : {from, to}
}

function minuteOf(text: string): number | undefined {
  const [, hours, minutes] = /^([01]?\d|2[0-3]):([0-5]\d)$/.exec(text) ?? []
  return hours === undefined ? undefined : Number(hours) * 60 + Number(minutes)
}

/** `02:00-05:00`, as `parseHours` reads it. */
export function hoursText({from, to}: Hours): string {
  return [from, to].map((minutes) => `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`).join('-')
}

function two(number: number): string {
  return `${number}`.padStart(2, '0')
}

/** Whether a moment is within the hours, in the local time of this machine. The end is not. */
export function isWithin({from, to}: Hours, now: Date): boolean {
  const minute = now.getHours() * 60 + now.getMinutes()
  return from < to ? from <= minute && minute < to : from <= minute || minute < to
}

/** When the hours begin next, in the local time of this machine: today or tomorrow. */
export function nextStart({from}: Hours, now: Date): Date {
  const start = new Date(now)
  start.setHours(Math.floor(from / 60), from % 60, 0, 0)
  if (start <= now) start.setDate(start.getDate() + 1)
  return start
}
