import {BaseCommand} from '../../cli/base-command.js'
import {connectionFlags} from '../../cli/flags.js'
import {wordsOf} from '../../cli/target.js'
import {controlDocument} from '../../contract/control.js'
import type {ControlVerbRequest, ControlStatus} from '../../domain/control.js'
import {EXIT_CODES} from '../../domain/errors.js'
import {controlText, holdText} from '../../report/control-text.js'
import {controlFlags} from './flags.js'
import {runControl, whoIsHere} from './run.js'
import {readWords} from './words.js'

export default class Control extends BaseCommand {
  static override summary = 'Pause, slow down, watch or stop an operation that runs in another terminal.'
  static override description =
    'Every command that changes a cluster, and import and restore, can be controlled on the machine on which it runs, by the user who started ' +
    'it. Name the operation by its id or process, or a node of its cluster; without a name, it is the only one that ' +
    'runs.\n\n' +
    'status (default): first what holds it back, then how far it is. pause: closes the slots that are open and starts ' +
    'nothing new, and answers when the cluster is at rest; if that is not so after --timeout, it ends with 6. Slots ' +
    'that servers move themselves cannot be paused; no further ones start. resume: goes on. stop: as Ctrl-C, so that ' +
    'clustertool resume continues it later. set: max-pause=5ms, rate=20MB/s (or 5000keys/s, or none), window=16, ' +
    'pipeline=100, parallel=2, throttle=lag=10MB,latency=5ms,memory=90% and window-of=02:00-05:00, for what is sent ' +
    'from now on. Of import and restore, only the rate can be set.\n\n' +
    'In the terminal of the operation itself, press p, r, + (faster), - (slower) or ? (status).'
  static override examples = [
    '<%= config.bin %> control',
    '<%= config.bin %> control pause',
    '<%= config.bin %> control 10.0.0.1:7000 set rate=20MB/s max-pause=5ms',
    '<%= config.bin %> control 2026-11-21T12-01-03-512Z-reshard-7-0 stop',
  ]
  static override usage = 'control [OPERATION|HOST:PORT] [status|pause|resume|stop|set NAME=VALUE...]'
  static override strict = false
  static override flags = {...connectionFlags, ...controlFlags}

  protected override get endedAtOnce(): string {
    return 'Nothing was changed.'
  }

  async run(): Promise<unknown> {
    const parsed = await this.parse(Control)
    const {flags} = parsed
    const words = readWords(wordsOf(parsed), {by: whoIsHere(), timeout: flags.timeout})
    const status = await runControl(words, (target) => this.connect(flags, target))
    const names = new Map(status.nodes.map(({id, address}) => [id, address]))
    return this.conclude(
      () => controlDocument(words.request.do, status, holdText(status)),
      () => controlText(status, (id) => names.get(id) ?? id),
      exitFor(words.request, status),
    )
  }
}

/** A script that pauses has to know whether it is paused. */
function exitFor(request: ControlVerbRequest, {state}: ControlStatus): number {
  return request.do === 'pause' && state === 'pausing' ? EXIT_CODES.INCOMPLETE : 0
}
