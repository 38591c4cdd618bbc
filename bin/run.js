#!/usr/bin/env node
const path = require('node:path')

const [major, minor] = process.versions.node.split('.').map(Number)
if (major > 20 || (major === 20 && minor >= 19)) {
  const args = process.argv.slice(2)
  const completion = args[0] === 'complete' && require('../dist/complete.cjs')
  if (completion && completion.isCompletion(args)) completion.complete(args, process.env)
  else {
    const {start, legacy} = require('./load.cjs')(args)
    start({dir: path.dirname(__dirname), legacy})
  }
} else {
  process.stderr.write(
    `Error: clustertool needs Node.js 20.19 or later, and this is ${process.versions.node} (${process.execPath}).\n` +
      '  Install a newer Node.js, or the clustertool that needs none: docs/install.md\n',
  )
  process.exitCode = 4
}
