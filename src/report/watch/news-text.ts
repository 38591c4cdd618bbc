import type {Finding} from '../../domain/finding.js'
import type {NodePlace} from '../../domain/node.js'
import {count} from '../../domain/count.js'
import {countSlots} from '../../domain/slot.js'
import type {Transition} from '../../domain/transition.js'
import type {WatchNews} from '../../domain/watch.js'
import {SEVERITY} from '../../domain/finding.js'
import {findingMessage} from '../finding-message.js'
import {addressOf, type NameOf} from '../names.js'
import {describeSlots} from '../slots-text.js'
import {shortTime} from './figures.js'
import type {Style} from './styled.js'

/** A line of what has happened, in plain words. It may contain what servers sent. */
export function newsText(news: WatchNews, nameOf: NameOf): {readonly text: string; readonly style: Style} {
  switch (news.type) {
    case 'transition':
      return transitionText(news.transition)
    case 'finding':
      return {
        text: `${news.finding.code}: ${findingMessage(news.finding, nameOf)}`,
        style: SEVERITY[news.finding.code],
      }
    case 'finding-over':
      return {text: overText(news.finding, news.at - news.since, nameOf), style: 'ok'}
    default:
      return news satisfies never
  }
}

function overText(finding: Finding, milliseconds: number, nameOf: NameOf): string {
  const nodes = finding.nodes.length === 0 ? '' : ` (${finding.nodes.slice(0, 3).map(nameOf).join(', ')})`
  return `${finding.code}${nodes} is over after ${shortTime(milliseconds)}.`
}

/** What a transition is, in one sentence. */
function transitionText(transition: Transition): {readonly text: string; readonly style: Style} {
  const text = SENTENCES[transition.kind] as (transition: Transition) => string
  return {text: text(transition), style: STYLES[transition.kind]}
}

const SENTENCES: {
  readonly [K in Transition['kind']]: (transition: Transition & {readonly kind: K}) => string
} = {
  'node-lost': ({node, reason}) => `${nameOfPlace(node)} does not answer any more: ${reason}.`,
  'node-back': ({node}) => `${nameOfPlace(node)} answers again.`,
  'node-joined': ({node, role}) => `${nameOfPlace(node)} has joined as a ${role}.`,
  'node-left': ({node}) => `${nameOfPlace(node)} has left the cluster.`,
  'node-restarted': ({node}) => `${nameOfPlace(node)} was restarted.`,
  promoted: ({node, from, ranges}) =>
    `${nameOfPlace(node)} is a primary now${from ? `, in place of ${nameOfPlace(from)}` : ''}${
      ranges.length > 0 ? `, with ${count(countSlots(ranges), 'slot')}` : ''
    }.`,
  demoted: ({node, primary}) =>
    `${nameOfPlace(node)} is a replica${ofPrimary(primary)} now; it was a primary.`,
  'primary-changed': ({node, primary}) =>
    `${nameOfPlace(node)} is a replica${ofPrimary(primary)} now; it followed another primary.`,
  'slots-moved': ({from, to, ranges}) =>
    `${describeSlots(ranges, 2)} moved from ${placeText(from)} to ${placeText(to)}.`,
}

const STYLES: Readonly<Record<Transition['kind'], Style>> = {
  'node-lost': 'error',
  'node-back': 'ok',
  'node-joined': 'info',
  'node-left': 'warning',
  'node-restarted': 'warning',
  promoted: 'warning',
  demoted: 'warning',
  'primary-changed': 'info',
  'slots-moved': 'info',
}

function ofPrimary(primary: NodePlace | undefined): string {
  return primary ? ` of ${nameOfPlace(primary)}` : ''
}

function placeText(place: NodePlace | undefined): string {
  return place ? nameOfPlace(place) : 'no node'
}

function nameOfPlace(place: NodePlace): string {
  return addressOf(place) ?? `node ${place.id}`
}
