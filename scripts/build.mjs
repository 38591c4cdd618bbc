// Bundles the sources into one file, because reading hundreds of files takes longer than a command runs. Writes the
// oclif manifest and the completions. Then runs a command once to fill the code cache.
import {execFileSync} from 'node:child_process'
import {readdirSync, readFileSync, rmSync} from 'node:fs'
import {fileURLToPath} from 'node:url'
import {build} from 'esbuild'

const root = fileURLToPath(new URL('..', import.meta.url))

/** Only prompts and spinners need these, and they are large, so each has a separate file. */
const LATE = ['inquirer', 'ora']

const options = {
  absWorkingDir: root,
  outdir: 'dist',
  outExtension: {'.js': '.cjs'},
  bundle: true,
  // Names must not be changed: ioredis distinguishes its errors by the names of their classes.
  minifySyntax: true,
  minifyWhitespace: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  // A script with a code cache cannot import() at run time, so lazy imports become lazy requires.
  supported: {'dynamic-import': false},
  logLevel: 'warning',
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

// oclif sorts its command ids by the rules of the user's language. The first such comparison loads the tables of ICU,
// which takes 10 ms of every run. Ids are ASCII.
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

// When ioredis is loaded it makes four methods for each of 400 commands, which takes 7 ms of every run. We send
// everything through call(), so only the methods that ioredis itself calls are needed.
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

rmSync(`${root}dist`, {recursive: true, force: true})
await Promise.all([
  build({
    ...options,
    entryPoints: {clustertool: 'src/index.ts'},
    plugins: [lateFiles, quickSort, fewCommands],
  }),
  build({
    ...options,
    entryPoints: Object.fromEntries(LATE.map((name) => [name, name])),
    // Importing a CommonJS file gives its exports as the default export, which is what the sources import.
    footer: {js: 'module.exports = module.exports.default'},
  }),
])
run(process.execPath, 'node_modules/oclif/bin/run.js', 'manifest')
run(process.execPath, 'scripts/completions.mjs')
run(process.execPath, 'scripts/fill-cache.cjs')
console.log(`built ${readdirSync(`${root}dist`).join(', ')}`)

function run(command, ...args) {
  const env = {...process.env, OCLIF_SKIP_NEW_VERSION_CHECK: 'true'}
  execFileSync(command, args, {cwd: root, env, stdio: ['ignore', 'ignore', 'inherit']})
}
