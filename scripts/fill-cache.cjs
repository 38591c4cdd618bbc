// Runs a command inside this process and keeps what V8 compiled on the way. A port where nothing listens will do: the
// functions that a live cluster would add are compiled in a moment.
const fs = require('node:fs')
const path = require('node:path')
const {createCache, execute} = require('../bin/load.cjs')

const file = path.join(__dirname, `../dist/clustertool.cjs.${process.version}-${process.arch}.cache`)
process.stderr.write = () => true
execute({args: ['check', '127.0.0.1:1'], dir: path.join(__dirname, '../bin/run.js')}).finally(() => {
  process.exitCode = 0
  fs.writeFileSync(file, createCache())
})
