// Fetches the Node.js that goes into the one-file program.
import {execFileSync} from 'node:child_process'
import {createHash} from 'node:crypto'
import {existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync} from 'node:fs'

const {version, integrity} = JSON.parse(readFileSync(new URL('node.json', import.meta.url), 'utf8'))

/** The version of Node.js that goes into the program. */
export const nodeVersion = version

/** The processors for which `npm run package` makes a program, as Node.js names them. */
export const ARCHITECTURES = Object.keys(integrity)

/**
 * A folder with bin/node and LICENSE of Node.js for Linux on a processor, below `folder`; fetched if it is not there.
 * Throws if what was fetched is not what node.json expects.
 */
export function fetchNode(folder, arch) {
  const place = `${folder}/node-${version}-linux-${arch}`
  if (existsSync(place)) return place
  const draft = `${place}.draft`
  rmSync(draft, {recursive: true, force: true})
  mkdirSync(draft, {recursive: true})
  // Not npm install: that refuses a package for another processor.
  npm('pack', '--silent', '--pack-destination', draft, `node-linux-${arch}@${version}`)
  const archive = `${draft}/${readdirSync(draft)[0]}`
  const found = `sha512-${createHash('sha512').update(readFileSync(archive)).digest('base64')}`
  if (found !== integrity[arch])
    throw new Error(`Node.js ${version} for ${arch} is not the expected one: ${found}`)
  execFileSync('tar', [
    '-xzf',
    archive,
    '-C',
    draft,
    '--strip-components=1',
    'package/bin/node',
    'package/LICENSE',
  ])
  rmSync(archive)
  renameSync(draft, place)
  return place
}

function npm(...args) {
  execFileSync('npm', args, {stdio: ['ignore', 'ignore', 'inherit']})
}
