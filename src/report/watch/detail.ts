import {commandRates, type NodeDetail} from '../../domain/node-detail.js'
import type {FigureHistory} from '../../domain/watch-history.js'
import {namesOf} from '../names.js'
import {fitted, type Glyphs, screenText} from './cells.js'
import {clockTime, shortBytes, shortCount, sparkline} from './figures.js'
import type {ScreenSize, WatchModel} from './model.js'
import {span, type StyledLine} from './styled.js'

const MOST_COMMANDS = 12
const INFO_COLUMN = 38

/** The page of one node: its last minutes, its commands, its slow log, its latency, and INFO. */
export function detailLines(
  {picture, history, view, detail}: WatchModel,
  {width, glyphs}: ScreenSize,
): StyledLine[] {
  const id = view.selected?.id
  if (id === undefined) return [[span('No node is marked.')]]
  const name = screenText(namesOf(picture.sample.snapshot)(id), glyphs)
  const title: StyledLine = [span(`${name}  `, 'strong'), span(id, 'dim')]
  const curves = curveLines(history.of(id), width, glyphs)
  if (detail === undefined) return [title, ...curves, [], [span('reading it...', 'dim')]]
  if (typeof detail.last === 'string') {
    return [title, ...curves, [], [span(screenText(`It cannot be read: ${detail.last}`, glyphs), 'error')]]
  }
  const {last, before} = detail
  return [
    title,
    ...curves,
    ...last.refusals.map((one) => [span(screenText(`${one.command}: ${one.reason}`, glyphs), 'warning')]),
    [],
    ...commandLines(before, last, glyphs),
    [],
    ...slowLines(last, glyphs),
    [],
    ...latencyLines(last, glyphs),
    ...infoLines(last, width, glyphs),
  ]
}

function curveLines(history: FigureHistory | undefined, width: number, glyphs: Glyphs): StyledLine[] {
  if (!history) return []
  const curve = (name: string, values: readonly number[], format: (value: number) => string): StyledLine => {
    const head = `${name.padEnd(7)}${format(values.at(-1) ?? 0).padStart(6)} `
    return [span(head), span(sparkline(values, width - head.length, glyphs), 'ok')]
  }
  return [
    curve('ops/s', history.ops.values, shortCount),
    curve('memory', history.memory.values, shortBytes),
    curve('in/s', history.netIn.values, shortBytes),
    curve('out/s', history.netOut.values, shortBytes),
  ]
}

function commandLines(before: NodeDetail | undefined, last: NodeDetail, glyphs: Glyphs): StyledLine[] {
  const rates = commandRates(before, last).slice(0, MOST_COMMANDS)
  return [
    [span('Commands since the last look  calls/s  us/call', 'strong')],
    ...rates.map(({name, callsPerSecond, microseconds}) => [
      span(fitted(screenText(name, glyphs), 28, glyphs)),
      span(callsPerSecond.toFixed(1).padStart(9)),
      span(microseconds.toFixed(1).padStart(9)),
    ]),
    ...(rates.length === 0 ? [[span(before ? 'none' : 'after the next look', 'dim')]] : []),
  ]
}

function slowLines({slow}: NodeDetail, glyphs: Glyphs): StyledLine[] {
  return [
    [span('Slow log', 'strong')],
    ...slow.map(({at, microseconds, words, client}) => [
      span(`${clockTime(at)} ${(microseconds / 1000).toFixed(1).padStart(9)} ms  `),
      span(screenText(`${words.join(' ')}${client ? `  (${client})` : ''}`, glyphs)),
    ]),
    ...(slow.length === 0 ? [[span('empty', 'dim')]] : []),
  ]
}

function latencyLines({latency}: NodeDetail, glyphs: Glyphs): StyledLine[] {
  if (latency.length === 0) return []
  return [
    [span('Latency events             latest   greatest', 'strong')],
    ...latency.map(({event, at, latestMs, maxMs}) => [
      span(fitted(screenText(event, glyphs), 22, glyphs)),
      span(`${`${latestMs} ms`.padStart(11)}${`${maxMs} ms`.padStart(11)}  at ${clockTime(at)}`),
    ]),
    [],
  ]
}

/** INFO in as many columns as fit. */
function infoLines({sections}: NodeDetail, width: number, glyphs: Glyphs): StyledLine[] {
  const across = Math.max(1, Math.floor(width / INFO_COLUMN))
  return sections.flatMap(({name, lines}) => {
    const down = Math.ceil(lines.length / across)
    const rows = Array.from({length: down}, (_, row) =>
      Array.from({length: across}, (_, column) => {
        const line = screenText(lines[column * down + row] ?? '', glyphs)
        return span(`${fitted(line, Math.floor(width / across) - 1, glyphs)} `)
      }),
    )
    return [[span(screenText(name, glyphs), 'strong')], ...rows, []]
  })
}
