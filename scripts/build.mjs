// Bundles the sources into one file, since reading hundreds takes longer than a command runs; writes the oclif
// manifest; then runs a command once to fill the code cache with what it compiled.
import {execFileSync} from 'node:child_process'
import {readdirSync, rmSync} from 'node:fs'
import {fileURLToPath} from 'node:url'
import {build} from 'esbuild'

const root = fileURLToPath(new URL('..', import.meta.url))

/** Only prompts and spinners need these, and they are large; so each has a file of its own. */
const LATE = ['inquirer', 'ora']

const options = {
  absWorkingDir: root,
  outdir: 'dist',
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

rmSync(`${root}dist`, {recursive: true, force: true})
await Promise.all([
  build({...options, entryPoints: {clustertool: 'src/index.ts'}, plugins: [lateFiles]}),
  build({
    ...options,
    entryPoints: Object.fromEntries(LATE.map((name) => [name, name])),
    // Importing a CommonJS file gives its exports as the default, which is what the sources ask for.
    footer: {js: 'module.exports = module.exports.default'},
  }),
])
run('npx', 'oclif', 'manifest')
run(process.execPath, 'scripts/fill-cache.cjs')
console.log(`built ${readdirSync(`${root}dist`).join(', ')}`)

function run(command, ...args) {
  execFileSync(command, args, {cwd: root, stdio: ['ignore', 'ignore', 'inherit']})
}
