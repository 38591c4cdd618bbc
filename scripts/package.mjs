// Makes one file that contains clustertool and Node.js, for Linux on each processor: npm run package [x64|arm64 ...]
// Needs what `npm run build` makes.
import {createHash} from 'node:crypto'
import {cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {root} from './bundle.mjs'
import {makeProgram, run} from './package/make.mjs'
import {ARCHITECTURES, fetchNode, nodeVersion} from './package/node.mjs'

const {version} = JSON.parse(readFileSync(`${root}package.json`, 'utf8'))
const out = `${root}build`

const wanted = process.argv.slice(2)
const unknown = wanted.find((arch) => !ARCHITECTURES.includes(arch))
if (process.platform !== 'linux' || !ARCHITECTURES.includes(process.arch)) {
  fail(`npm run package needs Linux on ${ARCHITECTURES.join(' or ')}`)
} else if (unknown !== undefined) fail(`${unknown} is none of ${ARCHITECTURES.join(', ')}`)
else packageAll(wanted.length > 0 ? wanted : ARCHITECTURES)

function packageAll(architectures) {
  mkdirSync(out, {recursive: true})
  for (const name of readdirSync(out)) if (name !== '.node') rmSync(`${out}/${name}`, {recursive: true})
  for (const arch of architectures) packageFor(arch)
  const names = readdirSync(out).filter((name) => name.startsWith('clustertool-'))
  writeFileSync(`${out}/SHA256SUMS`, names.map((name) => `${sumOf(`${out}/${name}`)}  ${name}\n`).join(''))
  console.log(`made ${names.join(', ')} and SHA256SUMS in ${out}`)
}

function packageFor(arch) {
  const name = `clustertool-${version}-linux-${arch}`
  const node = fetchNode(`${out}/.node`, arch)
  const own = fetchNode(`${out}/.node`, process.arch)
  const maker = own === node ? {} : {maker: `${own}/bin/node`}
  // Without the version, because the archive has a folder with the other name.
  const program = `${out}/clustertool-linux-${arch}`
  makeProgram(program, {node: `${node}/bin/node`, ...maker})
  archive(name, {program, node})
}

/** The program with its man page, completions and licenses. */
function archive(name, {program, node}) {
  const folder = `${out}/.archive/${name}`
  cpSync(program, `${folder}/clustertool`)
  for (const one of ['LICENSE', 'completions', 'man'])
    cpSync(`${root}${one}`, `${folder}/${one}`, {recursive: true})
  const ofNode = `Node.js ${nodeVersion}\n\n${readFileSync(`${node}/LICENSE`, 'utf8')}`
  writeFileSync(`${folder}/LICENSES.txt`, `${readFileSync(`${root}dist/LICENSES.txt`, 'utf8')}\n${ofNode}`)
  run(
    'tar',
    '-czf',
    `${folder}.tar.gz`,
    '--sort=name',
    '--owner=0',
    '--group=0',
    '-C',
    `${out}/.archive`,
    name,
  )
  cpSync(`${folder}.tar.gz`, `${out}/${name}.tar.gz`)
  rmSync(`${out}/.archive`, {recursive: true})
}

function sumOf(file) {
  return createHash('sha256').update(readFileSync(file)).digest('hex')
}

function fail(reason) {
  console.error(`package: ${reason}`)
  process.exitCode = 1
}
