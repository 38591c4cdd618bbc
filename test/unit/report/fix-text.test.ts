import {readFileSync} from 'node:fs'
import {expect} from 'chai'
import {type FindingCode, SEVERITY} from '../../../src/domain/finding.js'
import {REMEDIES} from '../../../src/domain/repair.js'
import {FIX_RULES} from '../../../src/report/fix-text.js'

const DOCUMENT = readFileSync(new URL('../../../docs/fix.md', import.meta.url), 'utf8')

const FINDINGS = DOCUMENT.slice(DOCUMENT.indexOf('## Every finding of check'))

describe('[U] remedies', () => {
  for (const [code, severity] of Object.entries(SEVERITY)) {
    it(`say what repairs ${code}, or that a person has to, as docs/fix.md does`, () => {
      const rules = REMEDIES[code as FindingCode]
      if (severity === 'error') expect(rules).not.to.deep.equal([])
      const row = new RegExp(`^\\| \`${code}\` +\\| (.*?) *\\|$`, 'm').exec(FINDINGS)?.[1]
      if (rules.length === 0) expect(row).to.equal(undefined)
      // The state of the cluster follows from everything else.
      else if (code !== 'cluster-state-fail') {
        const named = [...(row ?? '').matchAll(/`([^`]+)`/g)].map(([, name]) => name)
        expect(named).to.have.members([...rules])
      }
    })
  }

  it('are all explained to the user and in docs/fix.md', () => {
    for (const rule of Object.keys(FIX_RULES)) expect(DOCUMENT).to.contain(`\`${rule}\``)
    expect(Object.keys(FIX_RULES)).to.include.members(Object.values(REMEDIES).flat())
  })
})
