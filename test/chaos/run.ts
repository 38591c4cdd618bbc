import {existsSync} from 'node:fs'
import {ENTRY} from '../support/cli.js'
import type {ServerProgram} from '../support/matrix.js'
import {keepEvidence, thinOut} from './evidence.js'
import {runIsolated} from './isolate.js'
import {type Options, readOptions} from './options.js'
import {openPlaces} from './places.js'
import {partsOf, planRound, type RoundPlan, seedOf} from './plan.js'
import {type Outcome, tellAll, tellFailure} from './report.js'
import {type Lane, play, setUp} from './round.js'
import {judge} from './verdict.js'
import {ChaosWriter} from './writer.js'

/** A campaign: rounds of commands and faults in parallel lanes, until their number or the time is reached. */
async function runCampaign(options: Options): Promise<boolean> {
  const start = Date.now()
  const rounds = drawRounds(options, start)
  const outcomes: Outcome[] = []
  process.stdout.write(`chaos: seed ${options.seed}, ${options.servers.map(({name}) => name).join(', ')}\n`)
  await Promise.all(
    Array.from({length: options.jobs}, async (_, number) => {
      await using places = await openPlaces(number)
      await using writer = new ChaosWriter()
      if (number === 0) process.stdout.write(`chaos: nodes live in ${places.kind}\n`)
      for (const {plan, program} of rounds) {
        const outcome = await runRound(plan, program, {places, writer}, options.keep)
        outcomes.push(outcome)
        if (outcome.wrong.length > 0) process.stdout.write(`${tellFailure(outcome)}\n`)
        else if (outcomes.length % 10 === 0) process.stdout.write(`${outcomes.length} rounds\n`)
      }
    }),
  )
  process.stdout.write(`${tellAll(outcomes, (Date.now() - start) / 1000)}\n`)
  return outcomes.length > 0 && outcomes.every(({wrong}) => wrong.length === 0)
}

type Round = {readonly plan: RoundPlan; readonly program: ServerProgram}

/** The rounds of a campaign; all lanes take from it. */
function* drawRounds({seed, rounds, minutes, servers, only}: Options, start: number): Generator<Round> {
  let drawn = 0
  for (let number = 0; ; number++) {
    if (rounds === undefined ? Date.now() - start > minutes * 60_000 : drawn >= rounds) return
    const plan = planRound(seedOf(seed, number))
    if (only !== undefined && !partsOf(plan).includes(only)) continue
    const program = servers[drawn++ % servers.length]
    if (program) yield {plan, program}
  }
}

async function runRound(
  plan: RoundPlan,
  program: ServerProgram,
  lane: Lane,
  keep: boolean,
): Promise<Outcome> {
  const start = Date.now()
  const seconds = (): number => (Date.now() - start) / 1000
  const nothing = {plan, server: program.name, excused: [], leftovers: 0, decided: 0, exits: [], phases: {}}
  let folder = ''
  try {
    await using cluster = await setUp(plan, program, lane.places)
    folder = cluster.options.folder
    const played = await play(plan, cluster, lane)
    const verdict = await judge(played)
    const exits = played.runs.map(({args, exitCode, signal}) => `${args[0]}=${exitCode ?? signal}`)
    const outcome = {...nothing, ...verdict, folder, exits, phases: played.phases, seconds: seconds()}
    if (verdict.wrong.length > 0 || keep) {
      await keepEvidence(played, verdict)
      await thinOut(folder)
    } else {
      await cluster[Symbol.asyncDispose]()
      await cluster.removeFiles()
    }
    return outcome
  } catch (error) {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error)
    return {...nothing, wrong: [`harness: ${text}`], folder, seconds: seconds()}
  }
}

if (!existsSync(ENTRY)) throw new Error('there is no built program; npm run build')
const options = readOptions(process.argv.slice(2))
process.exitCode = (await runIsolated()) ?? ((await runCampaign(options)) ? 0 : 1)
