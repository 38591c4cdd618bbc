import * as v from 'valibot'
import {createOutcome} from './change.js'
import {cluster} from './cluster.js'
import {count} from './parts.js'

const PROGRAM = {
  server: v.pipe(v.string(), v.description('the program')),
  software: v.picklist(['redis', 'valkey']),
  version: v.string(),
}

const LOCAL_NODE = {
  port: count,
  pid: v.optional(v.pipe(count, v.description('missing if the operation was stopped'))),
  folder: v.string(),
  host: v.exactOptional(v.pipe(v.string(), v.description('with --zones; otherwise 127.0.0.1'))),
  program: v.exactOptional(v.pipe(v.object(PROGRAM), v.description('with --servers'))),
}

const localCluster = v.object({
  ...PROGRAM,
  nodes: v.array(v.object(LOCAL_NODE)),
  settings: v.exactOptional(
    v.object({
      replicas: count,
      tls: v.boolean(),
      login: v.picklist(['none', 'password', 'acl']),
      zones: v.pipe(count, v.description('1: no zones')),
    }),
  ),
})

const access = v.pipe(
  v.object({
    address: v.pipe(v.string(), v.description('host:port of the first node')),
    user: v.optional(v.string()),
    passwordFile: v.optional(v.string()),
    cacert: v.optional(v.string()),
    cert: v.optional(v.string()),
    key: v.optional(v.string()),
  }),
  v.description('how to connect'),
)

/** The outcome of local start. */
export const localStartOutcome = v.object({
  cluster: localCluster,
  started: v.pipe(v.array(count), v.description('ports of the servers that were started now')),
  isNew: v.pipe(v.boolean(), v.description('the folder held no local cluster before')),
  access,
  created: v.optional(createOutcome),
  healthy: v.optional(cluster),
})

/** The outcome of local status. */
export const localStatusOutcome = v.object({
  cluster: localCluster,
  nodes: v.array(v.object({...LOCAL_NODE, running: v.boolean()})),
  access,
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
