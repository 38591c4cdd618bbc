// How one file is made that contains clustertool and Node.js.
import {execFileSync} from 'node:child_process'
import {chmodSync, copyFileSync, mkdtempSync, readdirSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {CACHED, root} from '../bundle.mjs'

/** Where Node.js looks for the blob, as its documentation says. */
const SECTION = 'NODE_SEA_BLOB'
const FUSE = 'NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2'

/**
 * Writes a program with what the build made. `node`: the Node.js that it contains. `maker`: Node.js of the same version
 * that runs here, if `node` is for another processor. Throws with the output of the step that failed.
 */
export function makeProgram(file, {node, maker}) {
  const scratch = mkdtempSync(join(tmpdir(), 'clustertool-package-'))
  try {
    const blob = makeBlob(scratch, maker ?? node, maker ? {} : codeCaches(scratch, node))
    copyFileSync(node, file)
    chmodSync(file, 0o755)
    run(
      process.execPath,
      `${root}node_modules/postject/dist/cli.js`,
      file,
      SECTION,
      blob,
      '--sentinel-fuse',
      FUSE,
    )
  } finally {
    rmSync(scratch, {recursive: true})
  }
}

/** Runs a command, and shows what it prints only if it fails. */
export function run(command, ...args) {
  execFileSync(command, args, {stdio: ['ignore', 'pipe', 'pipe']})
}

/** What is injected: the main script, and the files of the package as its assets. */
function makeBlob(scratch, maker, more) {
  const output = `${scratch}/blob`
  const config = `${scratch}/config.json`
  const settings = {
    main: `${root}scripts/package/main.cjs`,
    output,
    disableExperimentalSEAWarning: true,
    // NODE_OPTIONS is meant for other programs.
    execArgvExtension: 'none',
    assets: {...assets(), ...more},
  }
  writeFileSync(config, JSON.stringify(settings))
  run(maker, '--experimental-sea-config', config)
  return output
}

/** All files that are read at run time, by their places in the package. */
function assets() {
  const inFolder = (folder) => readdirSync(`${root}${folder}`).map((name) => `${folder}/${name}`)
  const names = [
    'package.json',
    'oclif.manifest.json',
    ...inFolder('dist').filter((name) => name.endsWith('.cjs')),
    'bin/quick.cjs',
    ...inFolder('completions'),
  ]
  return Object.fromEntries(names.map((name) => [name, `${root}${name}`]))
}

/** V8 uses code caches only on the processor and in the version that made them. */
function codeCaches(scratch, node) {
  const caches = CACHED.map((name) => {
    const cache = `${scratch}/${name}.cjs.cache`
    run(node, `${root}scripts/fill-cache.cjs`, name, cache)
    return [`dist/${name}.cjs.cache`, cache]
  })
  return Object.fromEntries(caches)
}
