import {expect} from 'chai'
import type {ImportFacts, ImportSettings} from '../../../../src/domain/import.js'
import {mergeProblem} from '../../../../src/planning/import/problems.js'

const SETTINGS = {existing: 'replace'} as ImportSettings

describe('databases of a source that are imported into one', () => {
  const pair = (from: number, to: number, keys = 1): Parameters<typeof mergeProblem>[0][number] => ({
    from,
    to,
    keys,
  })

  it('are refused with --replace, for one server and for several', () => {
    expect(mergeProblem([pair(0, 0), pair(3, 0)], SETTINGS)).to.match(
      /^Databases 0, 3 of the source go into one/,
    )
    const both = [pair(0, 0), pair(3, 0), pair(0, 0), pair(3, 0)]
    expect(mergeProblem(both, SETTINGS)).to.match(/^Databases 0, 3 of the source go into one/)
  })

  it('are accepted if nothing is overwritten, one is empty, or each has a separate target', () => {
    expect(mergeProblem([pair(0, 0), pair(3, 0)], {...SETTINGS, existing: 'keep-both'})).to.equal(undefined)
    expect(mergeProblem([pair(0, 0), pair(3, 0, 0)], SETTINGS)).to.equal(undefined)
    expect(mergeProblem([pair(0, 0), pair(3, 3)], SETTINGS)).to.equal(undefined)
  })

  it('are accepted if several servers each hold a part of the same database', () => {
    const facts: Pick<ImportFacts, 'name'>[] = [{name: 'a'}, {name: 'b'}]
    expect(
      mergeProblem(
        facts.map(() => pair(0, 0)),
        SETTINGS,
      ),
    ).to.equal(undefined)
  })
})
