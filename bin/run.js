#!/usr/bin/env node
const path = require('node:path')

const {start, legacy} = require('./load.cjs')

start({dir: path.dirname(__dirname), legacy})
