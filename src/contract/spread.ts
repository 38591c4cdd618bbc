import {
  type Audit,
  isSafe,
  type LackingNode,
  type PlacementAction,
  type Shortage,
  type SpreadPlan,
} from '../domain/spread.js'
import type {NodePlace} from '../domain/node.js'
import type {ChangeOutcome} from '../domain/outcome.js'
import {changeFields} from './change.js'
import {type CommandDocument, documentOf} from './document.js'
import {type RefOf, refsAmong} from './refs.js'
import type {DocumentWords} from './words.js'

/** The sentences about a plan to spread nodes. */
export type SpreadWords = {
  readonly action: (action: PlacementAction) => string
  readonly reason: (action: PlacementAction) => string
  readonly lack: (lack: LackingNode) => string
  readonly shortage: (shortage: Shortage) => string
}

/** What is said about a plan, and by which words. `change`: what became of it, if it was to be carried out. */
export type SpreadContext = {
  readonly nodes: readonly NodePlace[]
  readonly spreadWords: SpreadWords
  readonly words: DocumentWords
  readonly change?: ChangeOutcome | undefined
}

type SpreadFields = CommandDocument<'spread'>['outcome']

/** The document of `spread --json`. */
export function spreadDocument(
  {before, waves, after, bytes, lacks, shortages}: SpreadPlan,
  {nodes, spreadWords, words, change}: SpreadContext,
): CommandDocument<'spread'> {
  const refOf = refsAmong(nodes)
  return documentOf('spread', {
    kinds: before.kinds,
    before: auditFields(before, refOf),
    waves: waves.map((wave) => wave.map((action) => actionFields(action, refOf, spreadWords))),
    bytes,
    after: auditFields(after, refOf),
    lacks: lacks.map((lack) => lackFields(lack, refOf, spreadWords)),
    shortages: shortages.map((shortage) => ({
      kind: shortage.kind,
      places: shortage.places,
      needed: shortage.needed,
      message: spreadWords.shortage(shortage),
    })),
    change: change && changeFields(change, words),
  })
}

function auditFields(audit: Audit, refOf: RefOf): SpreadFields['before'] {
  return {
    safe: isSafe(audit),
    losses: audit.losses.map((loss) => ({...loss, lost: loss.lost.map(refOf)})),
    votes: audit.votes,
    withoutZone: audit.withoutZone.map(refOf),
    withoutCopy: audit.withoutCopy.map(refOf),
  }
}

function actionFields(
  action: PlacementAction,
  refOf: RefOf,
  words: SpreadWords,
): SpreadFields['waves'][number][number] {
  const said = {description: words.action(action), why: words.reason(action)}
  if (action.kind === 'switch-over') {
    const {kind, replica, primary} = action
    return {kind, ...said, replica: refOf(replica), primary: refOf(primary)}
  }
  const {kind, node, from, primary, bytes} = action
  return {kind, ...said, node: refOf(node), from: from && refOf(from), primary: refOf(primary), bytes}
}

function lackFields(lack: LackingNode, refOf: RefOf, words: SpreadWords): SpreadFields['lacks'][number] {
  return {
    primary: refOf(lack.primary),
    where: lack.where,
    place: lack.where === 'new' ? undefined : lack.place,
    newPlace: lack.where === 'new' ? {kind: lack.kind, number: lack.number} : undefined,
    mends: lack.mends,
    message: words.lack(lack),
  }
}
