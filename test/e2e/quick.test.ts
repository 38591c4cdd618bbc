import {cp, mkdtemp, rm, writeFile} from 'node:fs/promises'
import {createRequire} from 'node:module'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {expect} from 'chai'
import {withoutOthers} from '../../scripts/quick-commands.mjs'
import {runCli} from '../support/cli.js'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const WORDS = createRequire(import.meta.url)('../../bin/quick.cjs') as string[]

describe('[E] the file of the commands that people run all day', () => {
  let folder: string
  let entry: string

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'clustertool-quick-'))
    entry = join(folder, 'bin/run.js')
  })

  afterEach(async () => {
    await rm(folder, {recursive: true})
  })

  /** Copies the program with a bundle that cannot be loaded. */
  async function copyWithout(bundle: string, left = /^$/): Promise<void> {
    for (const name of ['bin', 'dist', 'package.json', 'oclif.manifest.json']) {
      const filter = (path: string) => !left.test(path)
      await cp(join(ROOT, name), join(folder, name), {recursive: true, filter})
    }
    await writeFile(join(folder, 'dist', bundle), "throw new Error('it was loaded')\n")
  }

  async function run(args: readonly string[]) {
    const {stdout, stderr, exitCode} = await runCli(args, {entry})
    return {stdout, stderr, exitCode}
  }

  for (const [what, left, words] of [
    ['with a code cache', undefined, WORDS],
    ['without one', /\.cache$/, ['check']],
  ] as const) {
    it(`is all that they load (${what})`, async () => {
      await copyWithout('clustertool.cjs', left)
      for (const word of words) {
        const args = word.startsWith('-') ? [word] : [word, '--help']
        const {stdout, exitCode} = await runCli(args)
        expect(await run(args)).to.deep.equal({stdout, stderr: '', exitCode})
      }
      const {stderr, exitCode} = await run(['check', '127.0.0.1:1'])
      expect(exitCode).to.equal(5)
      expect(stderr).to.contain('127.0.0.1:1')
    })
  }

  it('is nothing that others load', async () => {
    await copyWithout('quick.cjs')
    expect((await run(['reshard', '--help'])).stdout).to.equal((await runCli(['reshard', '--help'])).stdout)
    const {stderr, exitCode} = await run(['--cluster', 'check', '127.0.0.1:1'])
    expect(exitCode).to.equal(1)
    expect(stderr).to.contain('127.0.0.1:1')
  })

  it('cannot be made for a command that does not exist', () => {
    expect(() => withoutOthers('', ['chek'])).to.throw('src/index.ts has not all of: chek')
  })
})
