// Bundles the sources into one file, since reading hundreds takes longer than a command runs; writes the oclif
// manifest; then runs commands once to fill the code cache with what they compiled.
import {execFileSync} from 'node:child_process'
import {readdirSync, rmSync} from 'node:fs'
import {fileURLToPath} from 'node:url'
import {build} from 'esbuild'

const root = fileURLToPath(new URL('..', import.meta.url))
const outfile = `${root}dist/clustertool.cjs`

rmSync(`${root}dist`, {recursive: true, force: true})
await build({
  entryPoints: [`${root}src/index.ts`],
  outfile,
  bundle: true,
  minifySyntax: true,
  minifyWhitespace: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  // A script with a code cache cannot import() at run time, so lazy imports become lazy parts of the bundle.
  supported: {'dynamic-import': false},
  logLevel: 'warning',
})
execFileSync('npx', ['oclif', 'manifest'], {cwd: root, stdio: ['ignore', 'ignore', 'inherit']})
execFileSync(process.execPath, [`${root}scripts/fill-cache.cjs`], {cwd: root, stdio: ['ignore', 'ignore', 'inherit']})
console.log(`built ${readdirSync(`${root}dist`).join(', ')}`)
