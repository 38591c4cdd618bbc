#!/usr/bin/env node
const path = require('node:path')

require('./load.cjs').execute({dir: path.dirname(__dirname)})
