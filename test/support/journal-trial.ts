import {mkdtemp, readdir, readFile, rm, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {type CliOptions, type CliResult, runCli} from './cli.js'
import {until} from './until.js'

type Listed = {
  readonly id: string
  readonly command: string
  readonly status: string
  readonly standing: string
  readonly supersededBy?: string
}

/** A separate state folder, and the built program with it. Disposing deletes it. */
export class JournalTrial implements AsyncDisposable {
  readonly folder: string

  private constructor(folder: string) {
    this.folder = folder
  }

  static async open(): Promise<JournalTrial> {
    return new JournalTrial(await mkdtemp(join(tmpdir(), 'clustertool-journal-')))
  }

  run(...args: string[]): Promise<CliResult> {
    return runCli(args, {...this.env, limitMs: 60_000})
  }

  /** Runs the program until its journal contains the text, and then sends it the signal. */
  async stopWhen(text: RegExp, signal: NodeJS.Signals, ...args: string[]): Promise<CliResult> {
    const known = new Set(await this.names())
    return runCli(args, {
      ...this.env,
      limitMs: 60_000,
      onStart: (kill) =>
        void until(
          `the journal says ${text.source}`,
          async () => text.test(await this.newText(known)),
          30_000,
        ).then(() => kill(signal)),
    })
  }

  /** Runs the program until its journal contains the text, and suspends it until the function has ended. */
  async holdWhen(
    text: RegExp,
    held: () => Promise<void>,
    signal: NodeJS.Signals,
    ...args: string[]
  ): Promise<CliResult> {
    const known = new Set(await this.names())
    let done = Promise.resolve()
    const result = runCli(args, {
      ...this.env,
      limitMs: 60_000,
      onStart: (kill) => {
        done = until(
          `the journal says ${text.source}`,
          async () => text.test(await this.newText(known)),
          30_000,
        )
          .then(() => kill('SIGSTOP'))
          .then(held)
          .finally(() => {
            kill(signal)
            kill('SIGCONT')
          })
      },
    })
    const [ended] = await Promise.all([result, done])
    return ended
  }

  /** The operations that history lists with --json. */
  async history(node: string): Promise<readonly Listed[]> {
    const {stdout} = await this.run('history', node, '--json')
    return (JSON.parse(stdout) as {outcome: {operations: Listed[]}}).outcome.operations
  }

  /** Command and standing of each operation, the oldest first. */
  async standings(node: string): Promise<string[]> {
    return (await this.history(node)).map(({command, standing}) => `${command} ${standing}`)
  }

  /** Shortens the last journal of a command to what a kill before the end of that step would have left. */
  async cutBefore(command: string, stepKind: string): Promise<string> {
    const name = (await this.names()).findLast((one) => one.includes(`Z-${command}-`)) ?? ''
    const [begun = '', ...lines] = (await readFile(this.pathOf(name), 'utf8')).trimEnd().split('\n')
    const {plan} = JSON.parse(begun) as {plan: {steps: {kind: string}[]}}
    const step = plan.steps.findIndex(({kind}) => kind === stepKind)
    const kept = lines.slice(
      0,
      lines.findIndex((line) => line.includes('"step-finished"') && line.includes(`"step":${step},`)),
    )
    await writeFile(this.pathOf(name), [begun, ...kept, ''].join('\n'))
    return name.replace(/\.jsonl$/, '')
  }

  async names(): Promise<string[]> {
    const names = await readdir(join(this.folder, 'clustertool')).catch(() => [])
    return names.filter((name) => name.endsWith('.jsonl')).toSorted()
  }

  pathOf(name: string): string {
    return join(this.folder, 'clustertool', name)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.folder, {recursive: true, force: true})
  }

  private get env(): Pick<CliOptions, 'env'> {
    return {env: {XDG_STATE_HOME: this.folder}}
  }

  private async newText(known: ReadonlySet<string>): Promise<string> {
    const names = (await this.names()).filter((name) => !known.has(name))
    return (await Promise.all(names.map((name) => readFile(this.pathOf(name), 'utf8')))).join('')
  }
}
