// Writes man/clustertool.1 from oclif.manifest.json.
import {mkdirSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {currentPage} from './current.js'

const folder = join(import.meta.dirname, '../../man')
mkdirSync(folder, {recursive: true})
writeFileSync(join(folder, 'clustertool.1'), currentPage())
