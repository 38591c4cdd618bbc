import {cp, mkdtemp, readFile, rm} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join, relative} from 'node:path'
import {fileURLToPath} from 'node:url'
import {type Plugin, transform} from 'esbuild'
import {bundle, root} from '../../scripts/bundle.mjs'

const PLACES = fileURLToPath(new URL('fault-places.cjs', import.meta.url))

/** Functions that can throw, each with its source file below src. Names are different from each other. */
export type FaultPlaces = Readonly<Record<string, string>>

/** The program, built with a fault in some functions. Disposing deletes it. */
export class FaultyBuild implements AsyncDisposable {
  readonly folder: string

  private constructor(folder: string) {
    this.folder = folder
  }

  /** Throws if a file has no such function, or several. */
  static async make(places: FaultPlaces): Promise<FaultyBuild> {
    const made = new FaultyBuild(await mkdtemp(join(tmpdir(), 'clustertool-faulty-')))
    try {
      for (const name of ['bin', 'package.json', 'oclif.manifest.json'])
        await cp(join(root, name), join(made.folder, name), {recursive: true})
      await bundle(join(made.folder, 'dist'), [faultsIn(places)])
    } catch (error) {
      await made[Symbol.asyncDispose]()
      throw error
    }
    return made
  }

  get entry(): string {
    return join(this.folder, 'bin/run.js')
  }

  /**
   * The variables with which a function throws a TypeError: `a:3>b:1` is the first call of b after the third of a, and
   * with `b:1+` each call from then on.
   */
  variables(fault: string): Record<string, string> {
    return {NODE_OPTIONS: `--require ${PLACES}`, CLUSTERTOOL_TEST_FAULT_PLACES: fault}
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.folder, {recursive: true, force: true})
  }
}

function faultsIn(places: FaultPlaces): Plugin {
  const left = new Set(Object.keys(places))
  return {
    name: 'faults',
    setup(build) {
      build.onLoad({filter: /\/src\/.*\.ts$/}, async ({path}) => {
        const file = relative(join(root, 'src'), path)
        const names = [...left].filter((name) => places[name] === file)
        if (names.length === 0) return undefined
        // Without types, what follows the parameters of a function is its body.
        const {code} = await transform(await readFile(path, 'utf8'), {loader: 'ts', target: 'esnext'})
        for (const name of names) left.delete(name)
        return {contents: names.reduce(withFault, code), loader: 'ts'}
      })
      build.onEnd(() => {
        if (left.size > 0) throw new Error(`no source file has ${[...left].join(', ')}`)
      })
    },
  }
}

function withFault(code: string, name: string): string {
  const heads = [
    ...code.matchAll(new RegExp(`^ *(?:export )?(?:async )?(?:function\\*? )?${name}(?=\\(.*\\{$)`, 'gm')),
  ]
  const [head] = heads
  if (!head || heads.length > 1) throw new Error(`there are ${heads.length} functions ${name}`)
  const body = bodyAfter(code, head.index + head[0].length)
  return `${code.slice(0, body)} globalThis.clustertoolTestFault?.(${JSON.stringify(name)});${code.slice(body)}`
}

/** Where the body of a function begins, after its parameters, which begin at `start`. */
function bodyAfter(code: string, start: number): number {
  let depth = 0
  for (let at = start; at < code.length; at++) {
    if (code[at] === '(') depth++
    if (code[at] === ')') depth--
    if (depth > 0) continue
    if (!code.startsWith(') {', at)) break
    return at + ') {'.length
  }
  throw new Error(`no body follows ${code.slice(start, start + 80)}`)
}
