import type {CreateOutcome, HealthyCluster} from '../domain/outcome.js'
import {clusterDocument} from './cluster.js'
import {createFields} from './create.js'
import {type CommandDocument, documentOf} from './document.js'
import type {DocumentWords} from './words.js'

type StartFields = CommandDocument<'local start'>['outcome']
type FactsOf<C extends 'local status' | 'local stop' | 'local clean' | 'shim'> = CommandDocument<C>['outcome']

/** What `local start` has to tell: its facts, and a create or a cluster that was there before. */
export type LocalFacts = Omit<StartFields, 'created' | 'healthy'> & {
  readonly created?: CreateOutcome | undefined
  readonly healthy?: HealthyCluster | undefined
}

/** The document of `local start`: a create or a cluster in it is as other documents have it. */
export function localStartDocument(facts: LocalFacts, words: DocumentWords): CommandDocument<'local start'> {
  const {created, healthy, ...others} = facts
  return documentOf('local start', {
    ...others,
    created: created && createFields(created, words),
    healthy: healthy && clusterDocument({...healthy, searchedOwners: false}, words),
  })
}

/** The document of a command whose outcome is facts alone. */
export function factsDocument<C extends 'local status' | 'local stop' | 'local clean' | 'shim'>(
  command: C,
  facts: FactsOf<C>,
): CommandDocument<C> {
  return documentOf(command, facts)
}
