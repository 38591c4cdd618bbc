import {expect} from 'chai'
import {readdirSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import {schemaFiles} from '../../../scripts/contract/schemas.js'
import {withTables} from '../../../scripts/contract/tables.js'

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

  it('has the tables of json.md as generated from the schemas', () => {
    const page = readFileSync(join(DOCS, 'json.md'), 'utf8')
    // The formatter aligns columns.
    const plain = (text: string) => text.replaceAll(/-{3,}/g, '---').replaceAll(/ +/g, ' ').trim()
    expect(plain(page), ADVICE).to.equal(plain(withTables(page)))
    expect(page).to.contain('`nodes[].openSlots[].peer`')
  })

  it('fails these tests when it is outdated', () => {
    const page = readFileSync(join(DOCS, 'json.md'), 'utf8')
    const stale = page.replace('`searchedOwners`', '`searched`')
    expect(stale).not.to.equal(page)
    expect(withTables(stale)).to.contain('`searchedOwners`')
  })
})
