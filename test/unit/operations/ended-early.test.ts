import {expect} from 'chai'
import {ClusterToolError} from '../../../src/domain/errors.js'
import type {ChangeOutcome} from '../../../src/domain/outcome.js'
import type {Status} from '../../../src/domain/status.js'
import {tryNext} from '../../../src/operations/ended-early.js'

describe('[U] the second half of an operation', () => {
  const {signal} = new AbortController()
  const outcome = (status: Status) => ({status}) as ChangeOutcome
  const ending = (status: Status) => tryNext(async () => outcome(status), {signal})
  const failing = (error: Error) =>
    tryNext(
      async () => {
        throw error
      },
      {signal},
    )

  it('returns its outcome', async () => {
    expect(await ending('done')).to.deep.equal(outcome('done'))
    expect(await ending('incomplete')).to.deep.equal(outcome('incomplete'))
  })

  it('says that the rest was not done, never that nothing was changed, when the answer is no', async () => {
    expect(await ending('cancelled')).to.equal('The rest was not done, because the answer was no.')
  })

  it('says why the rest was not done', async () => {
    expect(
      await failing(new ClusterToolError('UNREACHABLE', 'No node answers; nothing was changed.')),
    ).to.equal('The rest was not done: No node answers; nothing more was changed.')
  })

  it('does not begin when the user has asked to stop', async () => {
    const begin = async () => {
      throw new Error('it began')
    }
    expect(await tryNext(begin, {signal: AbortSignal.abort()})).to.match(/^Stopped before the next round/)
  })

  it('throws a bug', async () => {
    const error = new TypeError('a bug')
    expect(await failing(error).catch((caught: unknown) => caught)).to.equal(error)
  })
})
