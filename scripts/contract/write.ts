// Writes the JSON Schemas in docs/schemas and the tables in docs/json.md.
import {execFileSync} from 'node:child_process'
import {readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {schemaFiles} from './schemas.js'
import {withTables} from './tables.js'

const DOCS = join(import.meta.dirname, '../../docs')
const SCHEMAS = join(DOCS, 'schemas')

for (const name of readdirSync(SCHEMAS)) rmSync(join(SCHEMAS, name))
for (const [name, schema] of schemaFiles()) {
  writeFileSync(join(SCHEMAS, name), `${JSON.stringify(schema, undefined, 2)}\n`)
}
const page = join(DOCS, 'json.md')
writeFileSync(page, withTables(readFileSync(page, 'utf8')))
execFileSync('npx', ['oxfmt', SCHEMAS, page], {stdio: 'inherit'})
