import type {Address} from '../../../src/domain/address.js'
import type {NodeId} from '../../../src/domain/node.js'
import {type Answers, startFakeNode} from '../../support/fake-node.js'
import type {RespServer} from '../../support/resp-server.js'
import {itFinds} from './it-finds.js'

const A = 'a'.repeat(40) as NodeId
const B = 'b'.repeat(40) as NodeId
const C = 'c'.repeat(40) as NodeId

/** An owner of all slots, on a separate host, so that check finds nothing else. */
const OWNER = `${A} 10.0.0.1:PORT@17000 myself,master - 0 0 1 connected 0-16383`

/** The owner as its replicas see it. */
const OTHER_OWNER = `${A} 127.0.0.1:1@1 master - 0 0 1 connected 0-16383`

describe('[I] findings of states that live nodes keep for moments only', function () {
  this.timeout(240_000)

  itFinds('node-suspected', 'a replica that one node suspects', async (found) => {
    await withNodes(
      [{nodes: `${OWNER}\n${B} 127.0.0.1:1@10001 slave,fail? ${A} 0 0 1 disconnected\n`}],
      (seed) => found(seed, {nodes: [B], ranges: [], seenBy: [A], beside: ['primary-without-replica']}),
    )
  })

  itFinds('node-without-address', 'a node that nobody can name an address of', async (found) => {
    await withNodes([{nodes: `${OWNER}\n${B} :0@0 slave,noaddr ${A} 0 0 1 disconnected\n`}], (seed) =>
      found(seed, {nodes: [B], ranges: [], seenBy: [A], beside: ['primary-without-replica']}),
    )
  })

  itFinds('node-loading', 'a replica that loads its data', async (found) => {
    const loading = {
      nodes: '-LOADING server is loading the dataset in memory',
      info: 'redis_version:7.0.15\r\nloading:1\r\n',
    }
    const replica = (port: number) => `${B} 127.0.0.1:${port}@17001 slave ${A} 0 0 1 connected`
    await withNodes([loading, (port) => ({nodes: `${OWNER}\n${replica(port)}\n`})], (seed) =>
      found(seed, {nodes: [B], ranges: [], beside: ['primary-without-replica']}),
    )
  })

  itFinds('replica-of-replica', 'a chain of three', async (found) => {
    const self = (id: NodeId, of: NodeId) => `${id} 10.0.0.2:PORT@17001 myself,slave ${of} 0 0 1 connected`
    const other = (id: NodeId, of: NodeId, port = 1) =>
      `${id} 127.0.0.1:${port}@1 slave ${of} 0 0 1 connected`
    const info = replicaInfo(0)
    await withNodes(
      [
        {nodes: `${self(B, A)}\n${OTHER_OWNER}\n${other(C, B)}\n`, info},
        {nodes: `${self(C, B)}\n${OTHER_OWNER}\n${other(B, A)}\n`, info},
        (c, b) => ({nodes: `${OWNER}\n${other(B, A, b)}\n${other(C, B, c)}\n`}),
      ],
      (seed) => found(seed, {nodes: [C], ranges: [], primary: B}),
    )
  })

  itFinds('replica-of-unknown', 'a replica whose primary is not in the cluster', async (found) => {
    const self = `${B} 10.0.0.2:PORT@17001 myself,slave ${C} 0 0 1 connected`
    await withNodes(
      [
        {nodes: `${self}\n${OTHER_OWNER}\n`, info: replicaInfo(0)},
        (port) => ({nodes: `${OWNER}\n${B} 127.0.0.1:${port}@1 slave ${C} 0 0 1 connected\n`}),
      ],
      (seed) => found(seed, {nodes: [B], ranges: [], primary: C, beside: ['primary-without-replica']}),
    )
  })

  itFinds('node-unknown', 'a dead replica that one of two others has forgotten', async (found) => {
    const self = `${B} 10.0.0.2:PORT@17001 myself,slave ${A} 0 0 1 connected`
    const dead = `${C} 127.0.0.1:1@10001 slave ${A} 0 0 1 disconnected`
    await withNodes(
      [
        {nodes: `${self}\n${OTHER_OWNER}\n`, info: replicaInfo(0)},
        (port) => ({nodes: `${OWNER}\n${B} 127.0.0.1:${port}@1 slave ${A} 0 0 1 connected\n${dead}\n`}),
      ],
      (seed) => found(seed, {nodes: [C], ranges: [], unknownTo: [B], beside: ['node-unreachable']}),
    )
  })

  itFinds('replication-lagging', 'a replica that is 5 MB behind', async (found) => {
    await withNodes(pair(replicaInfo(0), primaryInfo(5_000_000)), (seed) =>
      found(seed, {nodes: [B], ranges: [], primary: A, bytes: 5_000_000, seconds: 0}),
    )
  })

  itFinds('replication-lagging', 'a replica that has heard nothing for a minute', async (found) => {
    await withNodes(pair(replicaInfo(60), primaryInfo(0)), (seed) =>
      found(seed, {nodes: [B], ranges: [], primary: A, bytes: 0, seconds: 60}),
    )
  })

  itFinds('epochs-equal', 'two primaries with one config epoch', async (found) => {
    const first = `${A} 10.0.0.1:PORT@17000 myself,master - 0 0 7 connected 0-8191`
    const second = `${B} 10.0.0.2:PORT@17001 myself,master - 0 0 7 connected 8192-16383`
    await withNodes(
      [
        {nodes: `${second}\n${A} 127.0.0.1:1@1 master - 0 0 7 connected 0-8191\n`},
        (port) => ({nodes: `${first}\n${B} 127.0.0.1:${port}@1 master - 0 0 7 connected 8192-16383\n`}),
      ],
      (seed) => found(seed, {nodes: [A, B], ranges: [], epoch: 7, beside: ['primary-without-replica']}),
    )
  })
})

type Maker = Answers | ((port: number, earlier: number | undefined) => Answers)

/**
 * Starts the nodes one after another, each with the ports of those before it, the latest first. The last node is the
 * seed.
 */
async function withNodes(makers: readonly Maker[], body: (seed: Address) => Promise<void>): Promise<void> {
  const nodes: RespServer[] = []
  try {
    for (const maker of makers) {
      const [last, earlier] = nodes
      nodes.unshift(
        await startFakeNode(typeof maker === 'function' ? maker(last?.port ?? 0, earlier?.port) : maker),
      )
    }
    await body({host: '127.0.0.1', port: nodes[0]?.port ?? 0})
  } finally {
    await Promise.all(nodes.map((node) => node[Symbol.asyncDispose]()))
  }
}

function pair(replica: string, primary: string): Maker[] {
  return [
    {nodes: `${B} 10.0.0.2:PORT@17001 myself,slave ${A} 0 0 1 connected\n${OTHER_OWNER}\n`, info: replica},
    (port) => ({nodes: `${OWNER}\n${B} 127.0.0.1:${port}@1 slave ${A} 0 0 1 connected\n`, info: primary}),
  ]
}

function replicaInfo(lastIoSeconds: number): string {
  const link = `master_link_status:up\r\nmaster_last_io_seconds_ago:${lastIoSeconds}\r\nslave_repl_offset:0\r\n`
  return `redis_version:7.0.15\r\ncluster_enabled:1\r\nrole:slave\r\n${link}`
}

function primaryInfo(offset: number): string {
  return `redis_version:7.0.15\r\ncluster_enabled:1\r\nrole:master\r\nconnected_slaves:1\r\nmaster_repl_offset:${offset}\r\n`
}
