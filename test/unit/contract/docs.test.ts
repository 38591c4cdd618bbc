import {expect} from 'chai'
import {readdirSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import {schemaFiles} from '../../../scripts/contract/schemas.js'
import {withFollowingTable} from '../../../scripts/contract/following-table.js'
import {withMetricsTable} from '../../../scripts/contract/metrics-table.js'
import {withProfileTable, withTables} from '../../../scripts/contract/tables.js'

const DOCS = join(import.meta.dirname, '../../../docs')
const ADVICE = 'it is stale; make it anew by: npm run contract'

describe('[U] documentation of documents', () => {
  const files = schemaFiles()

  it('has a JSON Schema for each, and no other', () => {
    expect(readdirSync(join(DOCS, 'schemas')).toSorted()).to.deep.equal([...files.keys()].toSorted())
  })

  for (const [name, schema] of files) {
    it(`has ${name} as generated from the schemas`, () => {
      const written: unknown = JSON.parse(readFileSync(join(DOCS, 'schemas', name), 'utf8'))
      expect(written, ADVICE).to.deep.equal(JSON.parse(JSON.stringify(schema)))
    })
  }

  const pages = [
    ['json.md', withTables, '`nodes[].openSlots[].peer`'],
    ['profiles.md', withProfileTable, '`password-command`'],
    ['metrics.md', withMetricsTable, '`clustertool_node_info`'],
    ['following-commands.md', withFollowingTable, '`XGROUP CREATE`'],
  ] as const
  for (const [name, renew, sample] of pages) {
    it(`has the tables of ${name} as generated from the schemas`, () => {
      const page = readFileSync(join(DOCS, name), 'utf8')
      // The formatter aligns columns.
      const plain = (text: string) => text.replaceAll(/-{3,}/g, '---').replaceAll(/ +/g, ' ').trim()
      expect(plain(page), ADVICE).to.equal(plain(renew(page)))
      expect(page).to.contain(sample)
    })
  }

  it('fails these tests when it is outdated', () => {
    const page = readFileSync(join(DOCS, 'json.md'), 'utf8')
    const stale = page.replace('`searchedOwners`', '`searched`')
    expect(stale).not.to.equal(page)
    expect(withTables(stale)).to.contain('`searchedOwners`')
  })
})
