// How the sources become the program. Tests build it too, with faults in it.
import {readFileSync, writeFileSync} from 'node:fs'
import path from 'node:path'
import {fileURLToPath} from 'node:url'
import {build} from 'esbuild'
import {quickCommands} from './quick-commands.mjs'
import {quickTables} from './quick-tables.mjs'

export const root = fileURLToPath(new URL('..', import.meta.url))

/** The bundles that contain commands. V8's code cache is kept for them. */
export const CACHED = ['clustertool', 'quick']

/** Only prompts, spinners and metrics need these, and they are large; so each has a file of its own. */
const LATE = ['inquirer', 'ora', 'prom-client']

const options = {
  absWorkingDir: root,
  outExtension: {'.js': '.cjs'},
  bundle: true,
  // Names stay as they are: ioredis tells its errors apart by the names of their classes.
  minifySyntax: true,
  minifyWhitespace: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  // A script with a code cache cannot import() at run time, so lazy imports become lazy requires.
  supported: {'dynamic-import': false},
  logLevel: 'warning',
  metafile: true,
}

const lateFiles = {
  name: 'late-files',
  setup({onResolve}) {
    onResolve({filter: new RegExp(`^(${LATE.join('|')})$`)}, ({path}) => ({
      path: `./${path}.cjs`,
      external: true,
    }))
  },
}

// oclif sorts its command ids by the rules of the user's language, and the first such comparison loads ICU's tables:
// 10 ms of every run. Ids are ASCII.
const quickSort = {
  name: 'quick-sort',
  setup({onLoad}) {
    onLoad({filter: /@oclif\/core\/lib\/config\/plugin\.js$/}, ({path}) => {
      const text = readFileSync(path, 'utf8')
      const contents = text.replace('a.id.localeCompare(b.id)', 'a.id < b.id ? -1 : 1')
      if (contents === text) throw new Error(`${path} sorts its commands in another way now`)
      return {contents}
    })
  },
}

// ioredis makes four methods for each of 400 commands when it is loaded, 7 ms of every run. We send everything through
// call(), so only what ioredis itself calls is needed.
const COMMANDS =
  'auth hello client select info quit readonly readwrite asking cluster script multi exec discard eval evalsha monitor ' +
  'ping subscribe psubscribe ssubscribe unsubscribe punsubscribe sunsubscribe'
const fewCommands = {
  name: 'few-commands',
  setup({onLoad}) {
    onLoad({filter: /@ioredis\/commands\/built\/commands\.json$/}, ({path}) => {
      const all = JSON.parse(readFileSync(path, 'utf8'))
      const kept = COMMANDS.split(' ')
        .filter((name) => name in all)
        .map((name) => [name, all[name]])
      return {loader: 'json', contents: JSON.stringify(Object.fromEntries(kept))}
    })
  },
}

/**
 * Bundles the sources into a folder, and what is loaded late into files beside them. `more`: plugins for the sources.
 * Returns the paths of all files that were bundled.
 */
export async function bundle(outdir, more = []) {
  const results = await Promise.all([
    build({
      ...options,
      outdir,
      // What shells ask for at each press of a key is a file of its own, which is loaded much faster.
      entryPoints: {
        clustertool: 'src/index.ts',
        quick: quickCommands.name,
        complete: 'src/completion/index.ts',
      },
      plugins: [lateFiles, quickCommands, quickSort, quickTables, fewCommands, ...more],
    }),
    build({
      ...options,
      outdir,
      entryPoints: Object.fromEntries(LATE.map((name) => [name, name])),
      // Importing a CommonJS file gives its exports as the default, which is what the sources ask for. prom-client is
      // CommonJS itself and has no default.
      footer: {js: 'module.exports = module.exports.default ?? module.exports'},
    }),
  ])
  const outputs = results.flatMap(({metafile}) => Object.keys(metafile.outputs))
  for (const output of outputs) toAscii(path.join(root, output))
  return results.flatMap(({metafile}) => Object.keys(metafile.inputs))
}

/** One byte for each character is read faster than UTF-8. esbuild leaves regular expressions as they are. */
function toAscii(file) {
  const text = readFileSync(file, 'utf8')
  const ascii = text.replace(/[^\0-\x7f]/g, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`)
  if (ascii !== text) writeFileSync(file, ascii)
}
