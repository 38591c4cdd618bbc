const fs = require('node:fs')
const Module = require('node:module')
const path = require('node:path')
const vm = require('node:vm')

/** The bundle of all commands, which package.json names to oclif. */
const WHOLE = path.join(__dirname, '../dist/clustertool.cjs')
exports.WHOLE = WHOLE

/** Runs a bundle, with V8's code cache if there is one. Returns its module, and the script for making a cache. */
exports.evaluate = (file, cachedData) => {
  // Registered under the name of the whole, which oclif requires for its commands.
  const bundle = new Module(file, module)
  bundle.filename = file
  bundle.paths = Module._nodeModulePaths(path.dirname(file))
  require.cache[WHOLE] = bundle
  // The build makes it ASCII, and this is how that is read fastest.
  const script = new vm.Script(Module.wrap(fs.readFileSync(file, 'latin1')), {filename: file, cachedData})
  script.runInThisContext()(bundle.exports, bundle.require.bind(bundle), bundle, file, path.dirname(file))
  bundle.loaded = true
  return {bundle, script}
}

/**
 * The code cache that belongs to the bundle and this Node.js. V8 may crash on a cache of another build of the same
 * version, and builds differ in size.
 */
exports.cacheOf = (file) => {
  const {size} = fs.statSync(process.execPath)
  return `${file}.${process.version}-${process.arch}-${size}.cache`
}
