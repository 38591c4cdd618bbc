// The main script of the one-file program. The files of the package are assets of it, which the program finds as if
// they were in a folder with the name of the program file.
const fs = require('node:fs')
const Module = require('node:module')
const path = require('node:path')
const vm = require('node:vm')
const {getAssetKeys, getRawAsset} = require('node:sea')

// Where there is no /proc, Node.js may know only the relative path by which it was called.
const root = path.resolve(process.execPath)
const assets = new Set(getAssetKeys())
const bytesOf = (name) => Buffer.from(getRawAsset(name))

/** The name of the asset that stands for a file; undefined for a real file. */
function assetAt(file) {
  const inside = typeof file === 'string' && file.startsWith(`${root}${path.sep}`)
  const name = inside ? file.slice(root.length + 1) : undefined
  return assets.has(name) ? name : undefined
}

/** The function, but with an asset for files that are one. */
function orAsset(real, ofAsset) {
  return (file, ...rest) => {
    const name = assetAt(file)
    return name === undefined ? real(file, ...rest) : ofAsset(name, ...rest)
  }
}

function contentsOf(name, options) {
  const encoding = typeof options === 'string' ? options : options?.encoding
  // A copy, because the bytes of the program itself cannot be written.
  return encoding ? bytesOf(name).toString(encoding) : Buffer.from(bytesOf(name))
}

const promises = {
  ...fs.promises,
  readFile: orAsset(fs.promises.readFile, async (...args) => contentsOf(...args)),
}
const files = {
  ...fs,
  promises,
  readFileSync: orAsset(fs.readFileSync, contentsOf),
  existsSync: orAsset(fs.existsSync, () => true),
}
const replaced = new Map([
  ['fs', files],
  ['node:fs', files],
  ['fs/promises', promises],
  ['node:fs/promises', promises],
])

const loaded = new Map()

/** The require() of the code in the assets. */
function load(name) {
  if (replaced.has(name)) return replaced.get(name)
  const asset = moduleAt(name)
  if (asset === undefined) return require(name)
  if (!loaded.has(asset)) evaluate(asset)
  return loaded.get(asset).exports
}

load.cache = {}
load.resolve = (name) => {
  if (moduleAt(name) !== undefined) return name
  throw Object.assign(new Error(`Cannot find module '${name}'`), {code: 'MODULE_NOT_FOUND'})
}

function moduleAt(name) {
  const asset = name.startsWith('./') ? `dist/${name.slice(2)}` : assetAt(name)
  return asset?.endsWith('.cjs') && assets.has(asset) ? asset : undefined
}

function evaluate(asset) {
  const file = `${root}${path.sep}${asset}`
  const code = {exports: {}, filename: file, id: file, loaded: false}
  loaded.set(asset, code)
  const cachedData = assets.has(`${asset}.cache`) ? bytesOf(`${asset}.cache`) : undefined
  const script = new vm.Script(Module.wrap(bytesOf(asset).toString('latin1')), {filename: file, cachedData})
  script.runInThisContext()(code.exports, load, code, file, path.dirname(file))
  code.loaded = true
}

const args = process.argv.slice(2)
const completion = args[0] === 'complete' && load('./complete.cjs')
if (completion && completion.isCompletion(args)) completion.complete(args, process.env)
else {
  const quick = load(path.join(root, 'bin/quick.cjs')).includes(args[0])
  const {start, legacy} = load(quick ? './quick.cjs' : './clustertool.cjs')
  // oclif requires the whole bundle for its commands.
  if (quick) loaded.set('dist/clustertool.cjs', loaded.get('dist/quick.cjs'))
  start({dir: root, legacy})
}
