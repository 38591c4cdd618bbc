// Bundles the sources into few files, because reading hundreds of files takes longer than a command runs. Writes the
// oclif manifest, the completions and the man page. Then runs a command of each bundle once to fill its code cache.
import {execFileSync} from 'node:child_process'
import {readdirSync, rmSync, writeFileSync} from 'node:fs'
import {bundle, CACHED, root} from './bundle.mjs'
import {licenses} from './licenses.mjs'

rmSync(`${root}dist`, {recursive: true, force: true})
const inputs = await bundle('dist')
writeFileSync(`${root}dist/LICENSES.txt`, licenses(root, inputs))
run(process.execPath, 'node_modules/oclif/bin/run.js', 'manifest')
run(process.execPath, 'scripts/completions.mjs')
run(process.execPath, '--import', 'tsx', 'scripts/man/write.ts')
for (const name of CACHED) run(process.execPath, 'scripts/fill-cache.cjs', name)
console.log(`built ${readdirSync(`${root}dist`).join(', ')}`)

function run(command, ...args) {
  const env = {...process.env, OCLIF_SKIP_NEW_VERSION_CHECK: 'true'}
  execFileSync(command, args, {cwd: root, env, stdio: ['ignore', 'ignore', 'inherit']})
}
