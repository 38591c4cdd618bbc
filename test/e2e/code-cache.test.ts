import {existsSync} from 'node:fs'
import {chown, cp, mkdir, mkdtemp, readdir, rm} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {expect} from 'chai'
import {runCli} from '../support/cli.js'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const NODE = `${ROOT}.nodes/bin/node-24`

describe('[E] an installed package', () => {
  let folder: string
  let entry: string

  beforeEach(async function () {
    if (!existsSync(NODE)) {
      const message = `${NODE} is missing; bash scripts/node-versions.sh .nodes fetches it`
      if (process.env['CI'] === 'true') throw new Error(message)
      process.stderr.write(`*** skipped: ${message} ***\n`)
      this.skip()
    }
    folder = await mkdtemp(join(tmpdir(), 'clustertool-package-'))
    for (const name of ['bin', 'dist', 'package.json', 'oclif.manifest.json']) {
      const filter = (path: string) => !path.endsWith('.cache')
      await cp(join(ROOT, name), join(folder, name), {recursive: true, filter})
    }
    entry = join(folder, 'bin/run.js')
  })

  afterEach(async () => {
    if (folder) await rm(folder, {recursive: true})
  })

  async function version(env: Readonly<Record<string, string | undefined>>): Promise<string> {
    const {stdout, stderr, exitCode} = await runCli(['--version'], {entry, node: NODE, env})
    expect({stderr, exitCode}).to.deep.equal({stderr: '', exitCode: 0})
    return stdout
  }

  it('lets Node.js keep a code cache in the folder for caches of the user', async () => {
    const home = join(folder, 'home')
    await mkdir(home)
    const first = await version({HOME: home, XDG_CACHE_HOME: undefined})
    expect(await readdir(join(home, '.cache/clustertool'))).to.have.length(1)
    expect(await version({HOME: home, XDG_CACHE_HOME: undefined})).to.equal(first)
    await version({HOME: '/nowhere', XDG_CACHE_HOME: home})
    expect(await readdir(join(home, 'clustertool'))).to.have.length(1)
  })

  it('keeps none in the folder of another user, and does without one', async function () {
    if (process.getuid?.() !== 0) this.skip()
    const home = join(folder, 'home')
    await mkdir(home)
    await chown(home, 12_345, 12_345)
    await version({HOME: home, XDG_CACHE_HOME: undefined})
    expect(await readdir(home)).to.deep.equal([])
    await version({HOME: '/nowhere', XDG_CACHE_HOME: undefined})
  })
})
