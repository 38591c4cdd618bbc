import {localContext} from '../../cli/local-context.js'
import {type Address, formatAddress} from '../../domain/address.js'
import type {FindingCode} from '../../domain/finding.js'
import {unlessLate} from '../../domain/unless-ended.js'
import {exposeMetrics, type Exposition, type MetricsFormat} from '../../metrics/exposition.js'
import {pointsOf} from '../../metrics/points.js'
import {ClusterReader, type ReadingOutcome} from '../../operations/cluster-reader.js'
import type {ConnectionOptions} from '../../redis/connection.js'
import {printable} from '../../report/words.js'
import type {MetricsWords} from './flags.js'

export type MetricsContext = {
  readonly connection: ConnectionOptions
  readonly signal: AbortSignal
  readonly version: string
  readonly ignore: readonly FindingCode[]
}

/** The metrics of one reading, and why the cluster could not be read. */
export async function readMetrics(
  seeds: readonly Address[],
  words: MetricsWords,
  context: MetricsContext,
): Promise<{readonly body: string; readonly failure: string | undefined}> {
  await using reader = openReader(seeds, words, context)
  const outcome = await reader.read()
  const {body} = await exposeMetrics(pointsOf(outcome, context), 'prometheus', words.common)
  return {body, failure: outcome.failure}
}

/** Serves metrics until the signal is aborted; each scrape reads the cluster. Throws REFUSED. */
export async function serveReadings(
  seeds: readonly Address[],
  words: MetricsWords & {readonly listen: Address},
  context: MetricsContext,
): Promise<void> {
  const {serveMetrics} = await import('../../metrics/server.js')
  await using reader = openReader(seeds, words, context)
  const log = new FailureLog()
  const expose = async (format: MetricsFormat, waitMs: number | undefined): Promise<Exposition> => {
    const outcome = await outcomeWithin(reader.read(), waitMs)
    if (!context.signal.aborted) log.note(outcome)
    return exposeMetrics(pointsOf(outcome, context), format, words.common)
  }
  const names = seeds.map(formatAddress).join(', ')
  const onListening = (address: string) =>
    void process.stderr.write(`Metrics of ${names} are at http://${address}/metrics; Ctrl-C ends this.\n`)
  await serveMetrics({listen: words.listen, expose, signal: context.signal, onListening})
}

/** What comes of a reading, or that it is not done yet; it goes on for the next scrape. */
async function outcomeWithin(
  reading: Promise<ReadingOutcome>,
  waitMs: number | undefined,
): Promise<ReadingOutcome> {
  if (waitMs === undefined) return reading
  const milliseconds = Math.min(Math.round(waitMs), LONGEST_TIMER_MS)
  const outcome = await unlessLate(reading, milliseconds)
  return (
    outcome ?? {endedAt: Date.now(), milliseconds, failure: 'It was not read before the scrape timed out.'}
  )
}

/** Of Node.js; a header can hold any number. */
const LONGEST_TIMER_MS = 2_147_483_647

function openReader(
  seeds: readonly Address[],
  {limitMs}: MetricsWords,
  {connection, signal}: MetricsContext,
): ClusterReader {
  return new ClusterReader(seeds, {connection, signal, limitMs, here: localContext()})
}

/** Writes a line to stderr when the cluster can no longer be read, when the reason changes, and when it can be read again. */
class FailureLog {
  private told: string | undefined

  note({failure}: ReadingOutcome): void {
    if (failure === this.told) return
    this.told = failure
    const line =
      failure === undefined ? 'The cluster can be read again.' : `The cluster cannot be read: ${failure}`
    process.stderr.write(`${new Date().toISOString()} ${printable(line)}\n`)
  }
}
