import {readdirSync, readFileSync} from 'node:fs'
import {mkdtemp, readdir, rm} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {expect} from 'chai'
import {MOVE_DEFAULTS} from '../../../src/domain/move.js'
import type {SavedPlan} from '../../../src/domain/operation.js'
import type {Event} from '../../../src/domain/outcome.js'
import type {Status} from '../../../src/domain/status.js'
import type {StepResult} from '../../../src/domain/step.js'
import type {AnswerRequest} from '../../../src/control/server.js'
import type {ControlReply} from '../../../src/domain/control.js'
import type {CarriedSettings} from '../../../src/operations/context.js'
import {executeRecorded} from '../../../src/operations/record.js'
import type {Session} from '../../../src/redis/session.js'
import {testOperator} from '../../support/state-folder.js'

const STEPS = [0, 1].map((at) => ({kind: 'assign-slots', node: `node ${at}`, ranges: []}))
const SAVED = {
  command: 'create',
  createdAt: '2026-01-01T00:00:00.000Z',
  cluster: {nodes: [], others: []},
  options: {joinLimitMs: 1000, moving: MOVE_DEFAULTS},
  plan: {steps: STEPS},
} as unknown as SavedPlan

describe('[U] an operation with a journal', () => {
  let folder: string
  let done: string[]

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'clustertool-record-'))
    done = []
  })
  afterEach(() => rm(folder, {recursive: true}))

  it('lets parallel steps end when a step throws a bug, and throws it', async () => {
    const session = sessionOf((node) => {
      if (node === 'node 0') throw new TypeError('no such thing')
    })
    expect(await rejectionOf(record(session))).to.be.instanceOf(TypeError)
    expect(done).to.deep.equal(['node 1'])
    expect(lastEntry()).to.include({type: 'ended', status: 'incomplete'})
  })

  it('lets steps end when a listener throws, and throws that error', async () => {
    const onEvent = ({type}: Event) => {
      if (type === 'step-started') throw new RangeError('not to be drawn')
    }
    expect(await rejectionOf(record(sessionOf(), {onEvent}))).to.be.instanceOf(RangeError)
    expect(done).to.deep.equal(['node 0'])
    expect(lastEntry()).to.include({type: 'ended', status: 'incomplete'})
  })

  it('is recorded as incomplete if its conclusion throws', async () => {
    const conclude = () => Promise.reject(new Error('no report'))
    expect(await rejectionOf(record(sessionOf(), {conclude}))).to.have.property('message', 'no report')
    expect(lastEntry()).to.include({type: 'ended', status: 'incomplete'})
  })

  it('does not begin if the user has already asked to stop', async () => {
    const error = await rejectionOf(record(sessionOf(), {signal: AbortSignal.abort()}))
    expect(error).to.include({code: 'CANCELLED', message: 'Interrupted; nothing was changed.'})
    expect(done).to.deep.equal([])
    expect(await readdir(folder)).to.deep.equal([])
  })

  it('records settings at once when they are changed, for whoever continues it', async () => {
    const lines: string[][] = []
    const replies: unknown[] = []
    const onControl = (answer: AnswerRequest | undefined) => {
      if (!answer) return
      void answer({do: 'set', by: 'ann', settings: {rate: null, window: 3}}).then((reply) =>
        replies.push(reply),
      )
      lines.push(linesNow())
    }
    await record(sessionOf(), {onControl})
    expect(JSON.parse(lines[0]?.at(-1) ?? '')).to.deep.include({
      type: 'settings-changed',
      by: 'ann',
      settings: {rate: null, window: 3},
    })
    expect(replies[0]).to.have.nested.property('status.settings.window', 3)
  })

  it('begins with settings that were changed in an earlier part of the same command, and records them', async () => {
    const carried = {change: {}}
    const settings = {rate: null, window: 3}
    const set = (answer: AnswerRequest | undefined) => void answer?.({do: 'set', by: 'ann', settings})
    await record(sessionOf(), {onControl: set, carried})
    await rm(folder, {recursive: true})
    const replies: Promise<ControlReply>[] = []
    const look = (answer: AnswerRequest | undefined) => void (answer && replies.push(answer({do: 'status'})))
    await record(sessionOf(), {onControl: look, carried})
    expect(await replies[0]).to.have.nested.property('status.settings.window', 3)
    expect(linesNow().filter((line) => line.includes('"settings-changed"'))).to.have.length(1)
    await rm(folder, {recursive: true})
    await record(sessionOf(), {carried: {change: {}}})
    expect(linesNow().filter((line) => line.includes('"settings-changed"'))).to.deep.equal([])
  })

  type More = {
    readonly carried?: CarriedSettings
    readonly onControl?: (answer: AnswerRequest | undefined) => void
    readonly onEvent?: (event: Event) => void
    readonly conclude?: () => Promise<{status: Status}>
    readonly signal?: AbortSignal
  }

  function record(
    session: Session,
    {onEvent, conclude, signal, onControl, carried}: More = {},
  ): Promise<unknown> {
    return executeRecorded(
      {saved: SAVED, session},
      {
        operator: testOperator().operator,
        signal: signal ?? new AbortController().signal,
        onEvent: onEvent ?? (() => undefined),
        stateFolder: folder,
        onControl,
        carried,
      },
      conclude ?? ((steps) => Promise.resolve({status: statusOf(steps)})),
    )
  }

  function sessionOf(use: (node: string) => void = () => undefined): Session {
    const node = (id: string) => {
      use(id)
      return {addSlots: () => Promise.resolve(void done.push(id))}
    }
    return {node} as unknown as Session
  }

  function lastEntry(): object {
    return JSON.parse(linesNow().at(-1) ?? '') as object
  }

  function linesNow(): string[] {
    const [name = ''] = readdirSync(folder)
    return readFileSync(join(folder, name), 'utf8').trim().split('\n')
  }
})

function statusOf(steps: readonly StepResult[]): Status {
  return steps.every(({status}) => status === 'done') ? 'done' : 'incomplete'
}

/** The reason why a promise was rejected; unlike `thrownBy`, it accepts a bug. */
function rejectionOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => undefined,
    (error: unknown) => error,
  )
}
