import {count} from '../domain/count.js'
import type {ChangeOutcome, ChangeProposal} from '../domain/outcome.js'
import {nodeById} from '../domain/snapshot.js'
import type {Step, StepOf, StepResult} from '../domain/step.js'
import {cautionLines} from './caution-text.js'
import {type NameOf, namesOf} from './names.js'
import {paintFor, type TextOptions} from './palette.js'

/** The order of a roll, a line for each restart and change of roles. No line end after the last line. */
export function rollProposalText({before, plan}: ChangeProposal, options: TextOptions): string {
  const nameOf = namesOf(before)
  const roles = new Map(before.nodes.map(({id, role}) => [id, role]))
  const lines = plan.steps.flatMap((step) => {
    const line = lineFor(step, nameOf, (id) => {
      const {primaryId} = nodeById(before, id) ?? {}
      return roles.get(id) === 'replica' && primaryId !== undefined
        ? `, a replica of ${nameOf(primaryId)}`
        : ''
    })
    return line ?? []
  })
  const numbered = lines.map((line, at) => `${at + 1}. ${line}`)
  return [...numbered, ...cautionLines(plan.cautions ?? [], paintFor(options))].join('\n')
}

function lineFor(
  step: Step,
  nameOf: NameOf,
  roleOf: (id: NonNullable<ChangeProposal['before']['seed']>) => string,
) {
  if (step.kind === 'restart')
    return `Restart ${nameOf(step.node)}${roleOf(step.node)}${expectedWords(step)}.`
  if (step.kind === 'switch-over') return `${nameOf(step.node)} takes the place of ${nameOf(step.primary)}.`
  return undefined
}

function expectedWords({expects}: StepOf<'restart'>): string {
  if (expects === undefined) return ''
  return expects === 'partial' ? '; then it gets what it missed' : '; then it copies all data again'
}

/** What was done, in one or two sentences. */
export function rolledText({steps}: ChangeOutcome): string {
  const restarts = steps.flatMap(({restart}) => restart ?? [])
  const held = steps.flatMap(({switchOver}) => switchOver?.heldMs ?? [])
  const full = restarts.filter(({resync}) => resync === 'full').length
  const versions = [...new Set(restarts.map(({to}) => to))]
  return (
    [
      `Restarted ${count(restarts.length, 'node')}${versions.length === 1 ? `, which run ${versions[0]}` : ''}`,
      ...(held.length > 0 ? [`writes were held for ${Math.ceil(Math.max(...held))} ms at most`] : []),
      ...(full > 0 ? [`${count(full, 'node')} copied all data again`] : []),
    ].join('; ') + `.${idleText(steps)}`
  )
}

function idleText(steps: readonly StepResult[]): string {
  const idle = steps.filter(({step, restart}) => step.kind === 'restart' && !restart).length
  return idle > 0 ? ` ${count(idle, 'node')} had been restarted before.` : ''
}
