#!/usr/bin/env node
const path = require('node:path')

require('./load.cjs').start({dir: path.dirname(__dirname)})
