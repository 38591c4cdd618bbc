import type {MoveMethod} from '../domain/move.js'
import type {StepKind, StepOf} from '../domain/step.js'
import type {NameOf} from './names.js'
import {describeSlots} from './slots-text.js'
import {count} from '../domain/count.js'
import {list} from './words.js'

type Describe<K extends StepKind> = (step: StepOf<K>, nameOf: NameOf) => string

/** What a step does, as a short command: `Assign slots 0-5460 to 10.0.0.5:7000`. */
export function describeStep<K extends StepKind>(step: StepOf<K>, nameOf: NameOf): string {
  const describe: Describe<K> = DESCRIPTIONS[step.kind]
  return describe(step, nameOf)
}

const DESCRIPTIONS: {readonly [K in StepKind]: Describe<K>} = {
  'assign-slots': ({node, ranges}, nameOf) => `Assign ${describeSlots(ranges)} to ${nameOf(node)}`,
  'set-epoch': ({node, epoch}, nameOf) => `Set config epoch ${epoch} on ${nameOf(node)}`,
  meet: ({nodes}) => `Introduce ${count(nodes.length, 'node')} to each other`,
  replicate: ({node, primary}, nameOf) => `Make ${nameOf(node)} a replica of ${nameOf(primary)}`,
  agree: ({nodes, inAnyState, inAnyView}) =>
    inAnyView
      ? `Wait until ${count(nodes.length, 'node')} report ok`
      : `Wait until ${count(nodes.length, 'node')} agree on the slots${inAnyState ? '' : ' and report ok'}`,
  'migrate-slots': ({source, target, ranges, method}, nameOf) =>
    `Move ${describeSlots(ranges)} from ${nameOf(source)} to ${nameOf(target)} ${METHODS[method]}`,
  'copy-functions': ({from, node}, nameOf) => `Copy functions from ${nameOf(from)} to ${nameOf(node)}`,
  forget: ({node, by}, nameOf) => `Make ${count(by.length, 'node')} forget ${nameOf(node)}`,
  reset: ({node}, nameOf) => `Reset ${nameOf(node)}`,
  'close-slots': ({ranges, owner, marked}, nameOf) =>
    `Clear the marks of ${describeSlots(ranges)} on ${list([...marked, ...(owner ? [owner] : [])].map(nameOf))}`,
  'claim-slots': ({node, ranges}, nameOf) => `Make ${nameOf(node)} the owner of ${describeSlots(ranges)}`,
  'adopt-keys': ({source, target, ranges, giveUp}, nameOf) =>
    `Move keys of ${describeSlots(ranges)} from ${nameOf(source)} to ${nameOf(target)}` +
    (giveUp ? `, and take the slots from ${nameOf(source)}` : ''),
  'reveal-keys': ({node}, nameOf) =>
    `Mark slots as importing on ${nameOf(node)}, to reveal the keys that it hides`,
  failover: ({node, primary}, nameOf) => `Make ${nameOf(node)} replace ${nameOf(primary)}`,
  'switch-over': ({node, primary}, nameOf) =>
    `Make ${nameOf(node)} the primary in the place of ${nameOf(primary)}`,
  'await-sync': ({nodes}, nameOf) =>
    `Wait until ${list(nodes.map(nameOf))} ${nodes.length === 1 ? 'has' : 'have'} copied all data`,
  restart: ({node}, nameOf) => `Restart ${nameOf(node)}`,
  'bump-epoch': ({node}, nameOf) => `Give ${nameOf(node)} the highest config epoch`,
  'end-atomic': ({node}, nameOf) => `Wait for the atomic moves of ${nameOf(node)}`,
}

const METHODS: Readonly<Record<MoveMethod, string>> = {
  keys: 'key by key',
  'atomic-valkey': 'atomically (CLUSTER MIGRATESLOTS)',
  'atomic-redis': 'atomically (CLUSTER MIGRATION)',
}
