import * as v from 'valibot'
import {createOutcome} from './change.js'
import {cluster} from './cluster.js'
import {count} from './parts.js'

const LOCAL_NODE = {
  port: count,
  pid: v.optional(v.pipe(count, v.description('missing if the operation was stopped'))),
  folder: v.string(),
}

const localCluster = v.object({
  server: v.pipe(v.string(), v.description('the program')),
  software: v.picklist(['redis', 'valkey']),
  version: v.string(),
  nodes: v.array(v.object(LOCAL_NODE)),
})

/** The outcome of local start. */
export const localStartOutcome = v.object({
  cluster: localCluster,
  started: v.pipe(v.array(count), v.description('ports of the servers that were started now')),
  isNew: v.pipe(v.boolean(), v.description('the folder held no local cluster before')),
  created: v.optional(createOutcome),
  healthy: v.optional(cluster),
})

/** The outcome of local status. */
export const localStatusOutcome = v.object({
  cluster: localCluster,
  nodes: v.array(v.object({...LOCAL_NODE, running: v.boolean()})),
})

/** The outcome of local stop. */
export const localStopOutcome = v.object({stopped: v.pipe(v.array(count), v.description('ports'))})

/** The outcome of local clean. */
export const localCleanOutcome = v.object({
  stopped: v.pipe(v.array(count), v.description('ports')),
  removed: v.pipe(v.string(), v.description('the folder')),
})

/** The outcome of shim. */
export const shimOutcome = v.object({name: v.string(), folder: v.string(), path: v.string()})
