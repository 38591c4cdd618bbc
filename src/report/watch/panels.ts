import type {NodeId} from '../../domain/node.js'
import {type Severity, SEVERITY} from '../../domain/finding.js'
import {count} from '../../domain/count.js'
import type {LastingFinding, MoveSeen, WatchNews} from '../../domain/watch.js'
import {findingMessage} from '../finding-message.js'
import type {NameOf} from '../names.js'
import {oneHostLine, type OnHost, placementsOnOneHost} from '../one-host.js'
import type {Paint} from '../palette.js'
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

/**
 * A line for each finding, the most serious first, with the time since when it is there. If all nodes are on one host,
 * what follows from that is one line.
 */
export function findingLinesOf(
  findings: readonly LastingFinding[],
  nodes: readonly OnHost[],
  context: PanelContext,
): StyledLine[] {
  const told = findings.map((one) => ({...one, severity: SEVERITY[one.finding.code]}))
  const ofHost = placementsOnOneHost(told, nodes)
  const [oldest] = ofHost.toSorted((a, b) => a.since - b.since)
  const [, hostText = ''] = /^\S+ (.*)$/s.exec(oneHostLine(ofHost, nodes, plain)[0] ?? '') ?? []
  return [
    ...told
      .filter((one) => !ofHost.includes(one))
      .map(({finding, severity, since}) => {
        const text = `${finding.code}: ${findingMessage(finding, context.nameOf)}`
        return findingLine(severity, since, text, context)
      }),
    ...(oldest ? [findingLine(oldest.severity, oldest.since, hostText, context)] : []),
  ]
}

const plain: Paint = (_severity, text) => text

function findingLine(
  severity: Severity,
  since: number,
  text: string,
  {glyphs, now}: PanelContext,
): StyledLine {
  return [
    span(severity.padEnd(7), severity),
    span(` ${shortTime(now - since).padStart(6)} `, 'dim'),
    span(screenText(text, glyphs)),
  ]
}

/** A line for each thing that has happened, the latest first; of one reading, roles and slots before findings. */
export function newsLines(news: readonly WatchNews[], {nameOf, glyphs}: PanelContext): StyledLine[] {
  return news
    .toSorted((a, b) => b.at - a.at)
    .map((one) => {
      const {text, style} = newsText(one, nameOf)
      return [span(`${clockTime(one.at)} `, 'dim'), span(screenText(text, glyphs), style)]
    })
}
