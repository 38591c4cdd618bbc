// Runs a command inside this process and keeps what V8 compiled for it: a check, or a move of slots if the bundle has all
// commands. Node.js finds the cache beside the bundle, unless a file is named: node scripts/fill-cache.cjs BUNDLE [FILE]
const fs = require('node:fs')
const os = require('node:os')
const path = require('node:path')
const v8 = require('node:v8')
const {cacheOf, evaluate} = require('../bin/evaluate.cjs')
const {simulateCluster} = require('./simulated-cluster.cjs')

const [name, file] = process.argv.slice(2)
const bundleFile = path.join(__dirname, `../dist/${name}.cjs`)

void fill()

async function fill() {
  // V8 forgets what it compiled for functions that have not run for a while, as those that run once at the start.
  v8.setFlagsFromString('--no-flush-bytecode')
  const state = fs.mkdtempSync(path.join(os.tmpdir(), 'clustertool-build-'))
  process.env.XDG_STATE_HOME = state
  const {addresses, stop} = await simulateCluster()
  const {bundle, script} = evaluate(bundleFile)
  const {legacy, start} = bundle.exports
  await start({args: argsOf(addresses), dir: path.dirname(__dirname), legacy})
  // A cache is valid only for the flags under which it was made.
  v8.setFlagsFromString('--flush-bytecode')
  fs.writeFileSync(file ?? cacheOf(bundleFile), script.createCachedData())
  // The simulated cluster is not healthy, which is not a failure of the build.
  process.exitCode = 0
  stop()
  fs.rmSync(state, {recursive: true})
}

function argsOf([source, target]) {
  if (name === 'quick') return ['check', source]
  return ['reshard', source, '--from', source, '--to', target, '--slots', '100', '--yes']
}
