import {mkdtemp, readdir, readFile, rm} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {expect} from 'chai'
import {type CliResult, runCli} from './cli.js'
import type {FaultyBuild} from './faulty-build.js'

const LIMIT_MS = 60_000

/** A run of the program with a fault, which has ended; and its state folder. */
export class FaultyRun implements AsyncDisposable {
  readonly folder: string
  readonly result: CliResult
  /** The function that throws. */
  readonly thrower: string

  private constructor(folder: string, result: CliResult, fault: string) {
    this.folder = folder
    this.result = result
    this.thrower = /(\w+):\d+\+?$/.exec(fault)?.[1] ?? ''
  }

  static async of(build: FaultyBuild, fault: string, args: readonly string[]): Promise<FaultyRun> {
    const folder = await mkdtemp(join(tmpdir(), 'clustertool-faulty-run-'))
    const env = {...build.variables(fault), XDG_STATE_HOME: folder}
    const result = await runCli(args, {limitMs: LIMIT_MS, entry: build.entry, env})
    return new FaultyRun(folder, result, fault)
  }

  /** One sentence, which names a file with the stack, and nothing else of it. */
  async expectBug(): Promise<void> {
    const {exitCode, stdout, stderr} = this.result
    const said = `exit ${exitCode}\n${stdout}\n${stderr}`
    expect(exitCode, said).to.equal(1)
    const errors = stderr.split('\n').filter((line) => line.startsWith('Error: '))
    expect(errors, said).to.have.lengthOf(1)
    const [, words, path = ''] = /has a bug \((.*)\)\. For details, see (\S+)$/.exec(errors[0] ?? '') ?? []
    expect(words, said).to.equal(`TypeError: injected in ${this.thrower}`)
    expect(path).to.contain(`${this.folder}/clustertool/crash-`)
    expect(said).to.not.match(/^ {4}at /m)
    expect(await readFile(path, 'utf8')).to.match(
      new RegExp(`TypeError: injected in ${this.thrower}\n( {4}at .*\n)*? {4}at .*\\b${this.thrower}\\d* `),
    )
    expect(await this.files(/^crash-/)).to.have.lengthOf(1)
  }

  /** The text of the only journal. */
  async journal(): Promise<string> {
    const names = await this.files(/\.jsonl$/)
    expect(names).to.have.lengthOf(1)
    return readFile(join(this.folder, 'clustertool', names[0] ?? ''), 'utf8')
  }

  async files(pattern: RegExp): Promise<string[]> {
    return (await readdir(join(this.folder, 'clustertool'))).filter((name) => pattern.test(name))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.folder, {recursive: true, force: true})
  }
}
