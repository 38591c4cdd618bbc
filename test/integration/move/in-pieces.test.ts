import {expect} from 'chai'
import {ask} from '../../support/ask.js'
import {BIG_VALUES, everythingOf, makeBig} from '../../support/big-values.js'
import {tagOf} from '../../support/fill.js'
import {matrix} from '../../support/matrix.js'
import {runReshard} from '../../support/run-change.js'
import {PLAIN, TestCluster} from '../../support/test-cluster.js'

/** So short that a key of 50 kB is a big one. */
const MAX_PAUSE_MS = 0.3
const connection = {...PLAIN, commandTimeoutMs: 10_000}

describe('[I] big keys move in pieces', function () {
  this.timeout(120_000)

  matrix('with every element', ({path}) => {
    it('of values of all types', async () => {
      await using cluster = await TestCluster.start({count: 2, replicas: 0, server: path})
      const [source, target] = cluster.primaries
      if (!source || !target) throw new Error('too few primaries')
      const keys = BIG_VALUES.map((value, slot) => ({value, key: `{${tagOf(slot)}}${value.name}`}))
      for (const {value, key} of keys) await makeBig(source, value, key)
      await ask(source, 'SET', `{${tagOf(0)}}small`, 'x')
      const before = await Promise.all(keys.map(({key}) => everythingOf(source, key)))
      const outcome = await runReshard(
        source,
        {to: cluster.idOf(target), from: [cluster.idOf(source)], slots: `0-${keys.length - 1}`},
        {method: 'keys', connection, moving: {maxPauseMs: MAX_PAUSE_MS, allowBigKeys: false}},
      )
      expect(outcome.status, JSON.stringify(outcome.steps)).to.equal('done')
      const moved = outcome.steps[0]?.move?.inPieces ?? []
      expect(
        moved.map(({text, outcome, attempts, reason}) => [text, outcome, attempts, reason]),
      ).to.have.deep.members(keys.map(({key}) => [key, 'moved', 1, undefined]))
      for (const {pieces} of moved) expect(pieces).to.be.above(3)
      const after = await Promise.all(keys.map(({key}) => everythingOf(target, key)))
      for (const [at, {key}] of keys.entries()) expect(after[at], key).to.deep.equal(before[at])
      // No incomplete copy is left, and nothing on the source.
      expect(await ask(target, 'DBSIZE')).to.equal(keys.length + 1)
      expect(await ask(source, 'DBSIZE')).to.equal(0)
    })
  })
})
