import {cp, readFile, rm} from 'node:fs/promises'
import {join} from 'node:path'
import {setTimeout as pause} from 'node:timers/promises'
import {parseClusterNodes} from '../../src/redis/cluster-nodes.js'
import {ask} from '../support/ask.js'
import {until} from '../support/until.js'
import type {ChaosCluster, Member} from './cluster.js'
import {type Claim, type History, type Loss, takesSlotsBack} from './excuses.js'
import type {FaultPlan, NodeFault, Outage, ToolFault} from './plan-faults.js'
import type {ToolRun} from './tool.js'

type Undo = () => Promise<void>

/** Applies the faults of a plan to the nodes and runs of a round, reverses them, and records them. */
export class Faults {
  readonly history = {
    losses: [] as History['losses'][number][],
    takeovers: [] as History['takeovers'][number][],
  }
  /** What was done, with the time. */
  readonly log: string[] = []
  private readonly down = new Set<number>()
  private readonly undos = new Set<Undo>()
  private readonly inHand = new Set<Promise<void>>()
  private readonly cluster: ChaosCluster
  private readonly runs: () => readonly ToolRun[]

  constructor(cluster: ChaosCluster, runs: () => readonly ToolRun[]) {
    this.cluster = cluster
    this.runs = runs
  }

  /** Applies a fault now; it is reversed after its time, or by heal. */
  async strike(fault: FaultPlan): Promise<void> {
    if ('node' in fault) {
      this.note(`${fault.kind} ${this.cluster.member(fault.node).server.address} ${JSON.stringify(fault)}`)
      await this.strikeNode(fault).catch((error: Error) => this.note(`${fault.kind}: ${error.message}`))
    } else {
      this.note(`${fault.kind} ${JSON.stringify(fault)}`)
      this.strikeTool(fault)
    }
  }

  /** Reverses all faults that are still active. */
  async heal(): Promise<void> {
    await Promise.all([...this.undos].map((undo) => undo()))
    await Promise.all(this.inHand)
  }

  private strikeTool(fault: ToolFault): void {
    const run = this.runs().find(({isRunning}) => isRunning)
    if (!run) return
    switch (fault.kind) {
      case 'tool-killed':
        run.signal('SIGKILL')
        break
      case 'tool-stopped':
        run.signal('SIGSTOP')
        this.undoAfter(fault.forMs, () => Promise.resolve(void run.signal('SIGCONT')))
        break
      case 'tool-signalled':
        run.signal(fault.signal)
        break
      default:
        run.closeStream(fault.kind === 'tool-stdout-closed' ? 'stdout' : 'stderr')
    }
  }

  private async strikeNode(fault: NodeFault): Promise<void> {
    const member = this.cluster.member(fault.node)
    const {server, place} = member
    switch (fault.kind) {
      case 'node-killed':
        await this.killNode(member, fault)
        break
      case 'node-stopped':
        server.pause()
        this.takeOut(member, fault, () => Promise.resolve(server.resume()))
        break
      case 'node-cut-off':
        if (!(await this.cluster.options.places.cutOff(place)))
          return this.note('no node can be cut off here')
        this.takeOut(member, fault, () => this.cluster.options.places.reconnect(place))
        break
      case 'node-full':
        await ask(server, 'CONFIG', 'SET', 'maxmemory', '1')
        this.undoAfter(fault.forMs, async () => {
          await until(
            'the node has room again',
            async () => (await ask(server, 'CONFIG', 'SET', 'maxmemory', '0')) === 'OK',
          )
        })
        break
      case 'failover':
        if (fault.force) this.mayTakeOver(member, true)
        this.note(String(await ask(server, 'CLUSTER', 'FAILOVER', ...(fault.force ? ['FORCE'] : []))))
        break
      default:
        this.note(`${String(await ask(server, 'CLIENT', 'KILL', 'TYPE', 'normal'))} clients`)
    }
  }

  private async killNode(member: Member, fault: NodeFault & {kind: 'node-killed'}): Promise<void> {
    const {server, number} = member
    const losesData = fault.wiped || !this.cluster.options.topology.appendOnly
    if (this.down.has(number)) return
    this.down.add(number)
    const wasPrimary = await isPrimary(member)
    const at = Date.now()
    await server.kill()
    this.mayTakeOver(member)
    this.undoAfter(fault.forMs, async () => {
      // If an empty primary comes back too early, its replica becomes empty too. This is known behaviour of servers.
      if (wasPrimary && (losesData || fault.untilFailover)) await this.waitForTakeover(member)
      const tookOver =
        !wasPrimary || ((await this.hasTakenOver(member)) && !(await this.isAboveHeirs(member)))
      const loss: {-readonly [K in keyof Loss]: Loss[K]} = {node: number, at, tookOver}
      if (losesData) this.history.losses.push(loss)
      await this.restart(member, losesData)
      // However long that takes; the round does not wait for it.
      void until('it has copied all', () => isInStep(member), 20_000)
        .then(() => (loss.restoredAt = Date.now()))
        .catch(() => undefined)
    })
  }

  /** Makes a node unreachable for the others until its time is over. */
  private takeOut(member: Member, {forMs, untilFailover}: Outage, undo: Undo): void {
    this.mayTakeOver(member)
    this.undoAfter(forMs, async () => {
      if (untilFailover) await this.waitForTakeover(member)
      await undo()
    })
  }

  private async waitForTakeover(member: Member): Promise<void> {
    if (this.matesOf(member).length === 0) return
    // If most primaries are away, or the node is a replica, no replica takes over.
    await until('a replica has taken over', () => this.hasTakenOver(member), 5000).catch(() => undefined)
  }

  private async hasTakenOver(member: Member): Promise<boolean> {
    return (await Promise.all(this.matesOf(member).map(isPrimary))).includes(true)
  }

  /**
   * Whether a node that is down had raised its config epoch, and its replicas had not heard of that when one of them was
   * elected: then it takes its slots back, empty as it is. That window is small, and from outside nobody can close all of it
   * (docs/moving-slots.md).
   */
  private async isAboveHeirs(member: Member): Promise<boolean> {
    const text = await readFile(join(member.server.folder, 'nodes.conf'), 'utf8')
    const [own] = parseClusterNodes(text.replace(/^vars .*\n?/m, '')).filter(({myself}) => myself)
    const heirs = await Promise.all(this.matesOf(member).map(claimOf))
    return own !== undefined && takesSlotsBack({id: own.id, epoch: own.configEpoch}, heirs)
  }

  private matesOf(member: Member): Member[] {
    return this.cluster.members.filter((one) => one.shard === member.shard && one !== member)
  }

  private async restart({server, number}: Member, empty: boolean): Promise<void> {
    await cp(join(server.folder, 'server.log'), join(server.folder, `server.until-${Date.now()}.log`))
    if (empty) {
      for (const name of ['appendonlydir', 'appendonly.aof', 'dump.rdb'])
        await rm(join(server.folder, name), {recursive: true, force: true})
    }
    await server.restart()
    this.down.delete(number)
    this.note(`node ${number} is back${empty ? ', empty' : ''}`)
  }

  private mayTakeOver({shard, number}: Member, told = false): void {
    this.history.takeovers.push({shard, at: Date.now(), out: told ? undefined : number})
  }

  private undoAfter(forMs: number, undo: Undo): void {
    let done: Promise<void> | undefined
    const once = (): Promise<void> => {
      this.undos.delete(once)
      done ??= undo().catch((error: Error) => this.note(`not taken back: ${error.message}`))
      this.inHand.add(done)
      return done
    }
    this.undos.add(once)
    void pause(forMs).then(once)
  }

  private note(text: string): void {
    this.log.push(`${new Date().toISOString().slice(11, 23)} ${text}`)
  }
}

/** A node that does not say its epoch excuses nothing. */
async function claimOf({server, id}: Member): Promise<Claim> {
  const info = await ask(server, 'CLUSTER', 'INFO').catch(() => undefined)
  return {id, epoch: Number(/cluster_my_epoch:(\d+)/.exec(String(info))?.[1] ?? Infinity)}
}

async function isPrimary({server}: Member): Promise<boolean> {
  try {
    return String(await ask(server, 'ROLE')).startsWith('master')
  } catch {
    return false
  }
}

async function isInStep({server}: Member): Promise<boolean> {
  const info = String(await ask(server, 'INFO', 'replication'))
  return info.includes('role:slave') && info.includes('master_link_status:up')
}
