#!/usr/bin/env node
import {createRequire} from 'node:module'

const {execute} = createRequire(import.meta.url)('./load.cjs')
await execute({dir: import.meta.url})
