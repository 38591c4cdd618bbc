// Makes one file that contains clustertool and Node.js, for Linux on each processor: npm run package [x64|arm64 ...]
// What the build made has to be in dist.
import {execFileSync} from 'node:child_process'
import {createHash} from 'node:crypto'
import {chmodSync, cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {root} from './bundle.mjs'
import {ARCHITECTURES, fetchNode, nodeVersion} from './package/node.mjs'

const {version} = JSON.parse(readFileSync(`${root}package.json`, 'utf8'))
const out = `${root}build`
const scratch = `${out}/.scratch`
const postject = `${root}node_modules/postject/dist/cli.js`

/** Where Node.js looks for the blob, as its documentation says. */
const SECTION = 'NODE_SEA_BLOB'
const FUSE = 'NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2'

const wanted = process.argv.slice(2)
if (process.platform !== 'linux' || !ARCHITECTURES.includes(process.arch)) {
  throw new Error(`npm run package needs Linux on ${ARCHITECTURES.join(' or ')}`)
}
const unknown = wanted.find((arch) => !ARCHITECTURES.includes(arch))
if (unknown !== undefined) throw new Error(`${unknown} is none of ${ARCHITECTURES.join(', ')}`)

mkdirSync(scratch, {recursive: true})
for (const name of readdirSync(out)) if (!name.startsWith('.')) rmSync(`${out}/${name}`, {recursive: true})
for (const arch of wanted.length > 0 ? wanted : ARCHITECTURES) make(arch)
writeSums()

function make(arch) {
  const name = `clustertool-${version}-linux-${arch}`
  const node = fetchNode(`${out}/.node`, arch)
  const blob = makeBlob(arch, `${node}/bin/node`)
  const program = `${out}/${name}`
  cpSync(`${node}/bin/node`, program)
  chmodSync(program, 0o755)
  run(process.execPath, postject, program, SECTION, blob, '--sentinel-fuse', FUSE)
  pack(name, program, node)
}

/** What is injected: the main script, and the files of the package as its assets. */
function makeBlob(arch, node) {
  const isOwn = arch === process.arch
  const output = `${scratch}/${arch}.blob`
  const config = `${scratch}/${arch}.json`
  const settings = {
    main: `${root}scripts/package/main.cjs`,
    output,
    disableExperimentalSEAWarning: true,
    // NODE_OPTIONS is meant for other programs.
    execArgvExtension: 'none',
    assets: {...assets(), ...(isOwn && codeCache(node))},
  }
  writeFileSync(config, JSON.stringify(settings))
  // A blob without code is the same for all processors, but Node.js of the same version has to make it.
  const maker = isOwn ? node : `${fetchNode(`${out}/.node`, process.arch)}/bin/node`
  run(maker, '--experimental-sea-config', config)
  return output
}

function assets() {
  const inDist = readdirSync(`${root}dist`).filter((name) => name.endsWith('.cjs'))
  const completions = readdirSync(`${root}completions`)
  const names = [
    'package.json',
    'oclif.manifest.json',
    ...inDist.map((name) => `dist/${name}`),
    ...completions.map((name) => `completions/${name}`),
  ]
  return Object.fromEntries(names.map((name) => [name, `${root}${name}`]))
}

/** V8 uses a code cache only on the processor and in the version that made it. */
function codeCache(node) {
  const cache = `${scratch}/clustertool.cjs.cache`
  run(node, `${root}scripts/fill-cache.cjs`, cache)
  return {'dist/clustertool.cjs.cache': cache}
}

/** The program as it is installed, with its man page, completions and licenses. */
function pack(name, program, node) {
  const folder = `${scratch}/${name}`
  rmSync(folder, {recursive: true, force: true})
  cpSync(program, `${folder}/clustertool`)
  for (const one of ['LICENSE', 'completions', 'man'])
    cpSync(`${root}${one}`, `${folder}/${one}`, {recursive: true})
  const ofNode = `Node.js ${nodeVersion}\n\n${readFileSync(`${node}/LICENSE`, 'utf8')}`
  writeFileSync(`${folder}/LICENSES.txt`, `${readFileSync(`${root}dist/LICENSES.txt`, 'utf8')}\n${ofNode}`)
  run('tar', '-czf', `${program}.tar.gz`, '--sort=name', '--owner=0', '--group=0', '-C', scratch, name)
  rmSync(folder, {recursive: true})
}

/** Shows what the command prints only if it fails. */
function run(command, ...args) {
  execFileSync(command, args, {stdio: ['ignore', 'pipe', 'pipe']})
}

function writeSums() {
  const names = readdirSync(out).filter((name) => name.startsWith('clustertool-'))
  writeFileSync(`${out}/SHA256SUMS`, names.map((name) => `${sumOf(`${out}/${name}`)}  ${name}\n`).join(''))
  console.log(`made ${names.join(', ')} and SHA256SUMS in ${out}`)
}

function sumOf(file) {
  return createHash('sha256').update(readFileSync(file)).digest('hex')
}
