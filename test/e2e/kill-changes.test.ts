import {expect} from 'chai'
import {type KilledCommand, runTrial, type Trial, type Victim} from '../support/kill-trial.js'
import {matrix} from '../support/matrix.js'
import {pick, randomFrom} from '../support/random.js'

const TRIALS = Number(process.env['CLUSTERTOOL_KILLS'] ?? 4)
const SIDE_BY_SIDE = 3
const COMMANDS: readonly KilledCommand[] = ['reshard', 'rebalance', 'del-node', 'fix']
/** In most trials only the tool is killed. */
const VICTIMS: readonly (readonly Victim[])[] = [
  ['tool'],
  ['tool'],
  ['tool'],
  ['source'],
  ['target'],
  ['tool', 'target'],
]

const seed = Number(process.env['CLUSTERTOOL_SEED'] ?? Date.now() % 100_000)

matrix('[E] a change killed at any moment', (program) => {
  it(`is repaired by resume or fix without losses, ${TRIALS} times of ${TRIALS} (CLUSTERTOOL_SEED=${seed})`, async function () {
    this.timeout(TRIALS * 60_000)
    const random = randomFrom(seed)
    const trials = Array.from({length: TRIALS}, (_, at): Trial => {
      const victims = VICTIMS[at % VICTIMS.length] ?? ['tool']
      // A failover does not cause the damage with which a repair is tested.
      const command = pick(random, victims.includes('tool') ? COMMANDS : COMMANDS.slice(0, 3))
      return {command, repairer: at % 2 === 0 ? 'resume' : 'fix', victims, moment: random(), random}
    })
    const workers = Array.from({length: SIDE_BY_SIDE}, async () => {
      for (let trial = trials.shift(); trial; trial = trials.shift()) {
        const {wrong} = await runTrial(program, trial)
        const {command, repairer, victims, moment} = trial
        expect(wrong.join('\n'), `${victims.join(' and ')} in ${command} at ${moment}, ${repairer}`).to.equal(
          '',
        )
      }
    })
    await Promise.all(workers)
  })
})
