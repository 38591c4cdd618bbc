import {testOperator} from './state-folder.js'
import type {Address} from '../../src/domain/address.js'
import type {CreateOutcome, CreateProposal} from '../../src/domain/outcome.js'
import type {Context} from '../../src/operations/context.js'
import {create} from '../../src/operations/create.js'
import type {CreateRequest} from '../../src/operations/create-survey.js'
import {PLAIN} from './test-cluster.js'

type CreateContext = Context<CreateProposal>

/** What a test wants to differ from default flags and the answer yes. */
export type CreateWishes = Partial<CreateRequest> & Partial<CreateContext>

/** Runs create on servers. Default: no replicas and 20 s to join. */
export function runCreate(nodes: readonly Address[], wishes: CreateWishes = {}): Promise<CreateOutcome> {
  const {connection, signal, onEvent, confirm, ...options} = wishes
  return create(
    nodes.map(({host, port}) => ({host, port})),
    {
      replicas: 0,
      allowFewerPrimaries: false,
      dryRun: false,
      joinLimitMs: 20_000,
      ...options,
    },
    {
      connection: connection ?? PLAIN,
      signal: signal ?? new AbortController().signal,
      onEvent: onEvent ?? (() => undefined),
      ...testOperator(),
      confirm: confirm ?? (() => Promise.resolve(true)),
    },
  )
}
