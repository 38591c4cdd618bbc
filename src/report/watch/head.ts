import {count} from '../../domain/count.js'
import {isError, SEVERITY} from '../../domain/finding.js'
import {SLOT_COUNT, countSlots} from '../../domain/slot.js'
import {uncoveredRanges} from '../../domain/snapshot.js'
import {totalsOf} from '../../domain/totals.js'
import type {WatchHistory} from '../../domain/watch-history.js'
import type {WatchPicture} from '../../domain/watch.js'
import {fittingParts, type Glyphs, screenText, widthOf} from './cells.js'
import {clockTime, percent, shortBytes, shortCount, shortTime, sparkline} from './figures.js'
import {span, type StyledLine} from './styled.js'

type HeadContext = {
  readonly picture: WatchPicture
  readonly history: WatchHistory
  readonly width: number
  readonly glyphs: Glyphs
  readonly now: number
  /** Undefined for one picture. */
  readonly intervalMs: number | undefined
}

/** The lines above the table: where and when, the verdict, the totals, and the load of the last minutes. */
export function headLines(context: HeadContext): StyledLine[] {
  const {picture, width, glyphs, intervalMs} = context
  const {snapshot, milliseconds} = picture.sample
  const left = `clustertool watch ${screenText(picture.through, glyphs)}`
  const every = intervalMs === undefined ? '' : `every ${shortInterval(intervalMs)}, `
  const right = `${every}read in ${Math.round(milliseconds)} ms  ${clockTime(Date.parse(snapshot.takenAt))}`
  const space = Math.max(2, width - widthOf(left) - widthOf(right))
  return [
    [span(left, 'strong'), span(`${' '.repeat(space)}${right}`, 'dim')],
    verdictLine(context),
    [span(totalsText(picture, width))],
    loadLine(context),
  ]
}

function shortInterval(milliseconds: number): string {
  return milliseconds % 1000 === 0 ? shortTime(milliseconds) : `${milliseconds} ms`
}

function verdictLine({picture, glyphs, now}: HeadContext): StyledLine {
  const {unread, seedLost, findings, moves} = picture
  if (unread !== undefined) {
    const age = shortTime(now - Date.parse(picture.sample.snapshot.takenAt))
    return [span(screenText(`No node answers; this is ${age} old. ${unread}`, glyphs), 'error')]
  }
  const errors = findings.filter(({finding}) => isError(finding)).length
  const warnings = findings.filter(({finding}) => SEVERITY[finding.code] === 'warning').length
  const parts = [
    ...(errors > 0 ? [span(count(errors, 'error'), 'error')] : [span('healthy', 'ok')]),
    ...(warnings > 0 ? [span(`, ${count(warnings, 'warning')}`, 'warning')] : []),
    ...(moves.length > 0 ? [span(`, ${count(moves.length, 'move')} under way`, 'strong')] : []),
  ]
  const lost = seedLost === undefined ? [] : [span(screenText(`  ${seedLost}`, glyphs), 'warning')]
  return [...parts, ...lost]
}

function totalsText({sample: {snapshot, stats}, rates: {total}}: WatchPicture, width: number): string {
  const {primaries, replicas, keys, usedMemory} = totalsOf(snapshot)
  const covered = SLOT_COUNT - countSlots(uncoveredRanges(snapshot))
  const lost = snapshot.nodes.filter(({reachable}) => !reachable).length
  const clients = [...stats.values()].reduce((sum, one) => sum + one.clients, 0)
  const parts = [
    `${count(primaries, 'primary')}, ${count(replicas, 'replica')}${lost > 0 ? `, ${lost} lost` : ''}`,
    `slots ${covered}${covered < SLOT_COUNT ? ` of ${SLOT_COUNT}` : ''}`,
    `keys ${shortCount(keys)}`,
    `memory ${shortBytes(usedMemory)}`,
    `hits ${total.hitRate === undefined ? '-' : percent(total.hitRate)}`,
    `conns ${shortCount(clients)}`,
    `in ${shortBytes(total.netInPerSecond)}/s`,
    `out ${shortBytes(total.netOutPerSecond)}/s`,
  ]
  return fittingParts(parts, width)
}

function loadLine({picture, history, width, glyphs}: HeadContext): StyledLine {
  const head = `ops/s ${shortCount(picture.rates.total.opsPerSecond).padStart(5)} `
  return [span(head), span(sparkline(history.total.ops.values, width - head.length, glyphs), 'ok')]
}
