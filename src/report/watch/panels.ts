import type {NodeId} from '../../domain/node.js'
import {SEVERITY} from '../../domain/finding.js'
import {count} from '../../domain/count.js'
import type {LastingFinding, MoveSeen, WatchNews} from '../../domain/watch.js'
import {findingMessage} from '../finding-message.js'
import type {NameOf} from '../names.js'
import {type Glyphs, screenText} from './cells.js'
import {clockTime, meter, percent, shortTime} from './figures.js'
import {newsText} from './news-text.js'
import {span, type StyledLine} from './styled.js'

/** What the lines below the table need to know. */
export type PanelContext = {readonly nameOf: NameOf; readonly glyphs: Glyphs; readonly now: number}

const BAR_WIDTH = 12

/** A line for each move that is under way. */
export function moveLines(moves: readonly MoveSeen[], context: PanelContext): StyledLine[] {
  return moves.map((move) => [
    span('move   ', 'strong'),
    span(screenText(moveText(move, context), context.glyphs)),
  ])
}

function moveText(move: MoveSeen, {nameOf, glyphs, now}: PanelContext): string {
  const {source, target, slots, progress, leftMs, since, who, by} = move
  const name = (id: NodeId | undefined) => (id === undefined ? '?' : nameOf(id))
  const ends = source === undefined && target === undefined ? [] : [`${name(source)} > ${name(target)}`]
  const done = progress
    ? [
        `${meter(progress.moved / progress.total, BAR_WIDTH, glyphs)} ${percent(progress.moved / progress.total)} of ${count(progress.total, 'slot')}`,
      ]
    : slots > 0
      ? [`${count(slots, 'slot')} ${by === 'atomic' ? 'at once' : 'open'}`]
      : []
  const left = leftMs === undefined ? [] : [`${shortTime(leftMs)} left`]
  const what = by === 'atomic' ? `atomic, ${who}` : who
  return [...ends, ...done, ...left, what, `for ${shortTime(now - since)}`].join('  ')
}

/** A line for each finding, the most serious first, with the time since when it is there. */
export function findingLinesOf(
  findings: readonly LastingFinding[],
  {nameOf, glyphs, now}: PanelContext,
): StyledLine[] {
  return findings.map(({finding, since}) => {
    const severity = SEVERITY[finding.code]
    return [
      span(severity.padEnd(7), severity),
      span(` ${shortTime(now - since).padStart(6)} `, 'dim'),
      span(screenText(`${finding.code}: ${findingMessage(finding, nameOf)}`, glyphs)),
    ]
  })
}

/** A line for each thing that has happened, the latest first. */
export function newsLines(news: readonly WatchNews[], {nameOf, glyphs}: PanelContext): StyledLine[] {
  return news.toReversed().map((one) => {
    const {text, style} = newsText(one, nameOf)
    return [span(`${clockTime(one.at)} `, 'dim'), span(screenText(text, glyphs), style)]
  })
}
