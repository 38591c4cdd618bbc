// Writes the JSON Schemas in docs/schemas and the tables in docs/json.md, docs/profiles.md, docs/metrics.md and
// docs/following-commands.md.
import {execFileSync} from 'node:child_process'
import {readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {schemaFiles} from './schemas.js'
import {withFollowingTable} from './following-table.js'
import {withMetricsTable} from './metrics-table.js'
import {withProfileTable, withTables} from './tables.js'

const DOCS = join(import.meta.dirname, '../../docs')
const SCHEMAS = join(DOCS, 'schemas')

for (const name of readdirSync(SCHEMAS)) rmSync(join(SCHEMAS, name))
for (const [name, schema] of schemaFiles()) {
  writeFileSync(join(SCHEMAS, name), `${JSON.stringify(schema, undefined, 2)}\n`)
}
const pages = [
  [join(DOCS, 'json.md'), withTables],
  [join(DOCS, 'profiles.md'), withProfileTable],
  [join(DOCS, 'metrics.md'), withMetricsTable],
  [join(DOCS, 'following-commands.md'), withFollowingTable],
] as const
for (const [page, renew] of pages) writeFileSync(page, renew(readFileSync(page, 'utf8')))
execFileSync('npx', ['oxfmt', SCHEMAS, ...pages.map(([page]) => page)], {stdio: 'inherit'})
