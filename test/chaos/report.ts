import type {RoundPlan} from './plan.js'
import {partsOf} from './plan.js'
import type {Excuse} from './excuses.js'

export type Outcome = {
  readonly plan: RoundPlan
  readonly server: string
  readonly wrong: readonly string[]
  readonly excused: readonly Excuse[]
  readonly leftovers: number
  readonly decided: number
  readonly seconds: number
  readonly folder: string
  /** How the commands ended. */
  readonly exits: readonly string[]
  readonly phases: Readonly<Record<string, number>>
}

/** What a failed round prints. */
export function tellFailure({plan, server, wrong, folder}: Outcome): string {
  return [
    `\nFAILED: seed ${plan.seed} on ${server}`,
    ...wrong.slice(0, 8).map((line) => `  ${line}`),
    ...(wrong.length > 8 ? [`  and ${wrong.length - 8} more`] : []),
    `  again: npm run chaos -- --seed ${plan.seed} --rounds 1 --server '${server}'`,
    `  kept:  ${folder}`,
    `  plan:  ${JSON.stringify(plan)}`,
  ].join('\n')
}

/** What a campaign prints at its end. */
export function tellAll(outcomes: readonly Outcome[], seconds: number): string {
  const failed = outcomes.filter(({wrong}) => wrong.length > 0)
  const kinds = failed.flatMap(({wrong}) => [...new Set(wrong.map((line) => line.split(':')[0] ?? ''))])
  return [
    '',
    `${outcomes.length} rounds in ${Math.round(seconds)} s, ${average(outcomes).toFixed(1)} s each`,
    `phases:   ${PHASES.map((phase) => `${phase} ${meanOf(outcomes, phase)} s`).join(', ')}`,
    `servers:  ${tally(outcomes.map(({server}) => server))}`,
    `parts:    ${tally(outcomes.flatMap(({plan}) => partsOf(plan)))}`,
    `exits:    ${tally(outcomes.flatMap(({exits}) => exits))}`,
    `excused:  ${tally(outcomes.flatMap(({excused}) => excused)) || 'no lost write'}`,
    `named:    ${sum(outcomes.map(({decided}) => decided))} keys that needed a decision`,
    `leftover: ${sum(outcomes.map(({leftovers}) => leftovers))} copies that are the same as their owner's`,
    ...(failed.length > 0 ? [`failures: ${tally(kinds)}`] : []),
    ...failed.map(({plan, server, wrong}) => `  ${plan.seed} ${server}: ${wrong[0]}`),
    `${outcomes.length - failed.length} passed, ${failed.length} failed`,
  ].join('\n')
}

function tally(words: readonly string[]): string {
  const counts = new Map<string, number>()
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1)
  return [...counts]
    .toSorted(([a], [b]) => a.localeCompare(b))
    .map(([word, count]) => `${word} ${count}`)
    .join(', ')
}

const PHASES = ['form', 'work', 'calm', 'repair']

function meanOf(outcomes: readonly Outcome[], phase: string): string {
  return (sum(outcomes.map(({phases}) => phases[phase] ?? 0)) / Math.max(1, outcomes.length)).toFixed(1)
}

function average(outcomes: readonly Outcome[]): number {
  return sum(outcomes.map(({seconds}) => seconds)) / Math.max(1, outcomes.length)
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}
