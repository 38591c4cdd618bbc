// Loads a bundle with a code cache, which halves the time until a command runs. The build leaves one beside the bundle
// for the Node.js that made it. A package is installed with any Node.js, so there Node.js itself keeps a cache.
const fs = require('node:fs')
const Module = require('node:module')
const os = require('node:os')
const path = require('node:path')
const {cacheOf, evaluate, WHOLE} = require('./evaluate.cjs')
const quick = require('./quick.cjs')

function readCache(file) {
  try {
    return fs.readFileSync(cacheOf(file))
  } catch {
    return undefined
  }
}

/** Undefined if the folder belongs to somebody else, as after some ways to become root: a cache contains code. */
function userFolder() {
  try {
    const caches = process.env.XDG_CACHE_HOME
    const folder = path.isAbsolute(caches ?? '') ? caches : os.homedir()
    if (fs.statSync(folder).uid !== process.getuid()) return undefined
    return path.join(folder, folder === caches ? 'clustertool' : '.cache/clustertool')
  } catch {
    return undefined
  }
}

/** Returns the module of the bundle that has what the command line asks for. */
module.exports = (args) => {
  const file = quick.includes(args[0]) ? path.join(path.dirname(WHOLE), 'quick.cjs') : WHOLE
  const cache = readCache(file)
  if (cache) return evaluate(file, cache).bundle.exports
  const folder = userFolder()
  // Node.js 22.8 and later.
  if (folder) Module.enableCompileCache?.(folder)
  const exports = require(file)
  require.cache[WHOLE] = require.cache[file]
  return exports
}
