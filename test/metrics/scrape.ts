import {hostname} from 'node:os'
import type {Address} from '../../src/domain/address.js'
import type {ZoneRule} from '../../src/domain/layout.js'
import {exposeMetrics} from '../../src/metrics/exposition.js'
import {pointsOf} from '../../src/metrics/points.js'
import {stateFolder} from '../../src/journal/folder.js'
import {ClusterReader} from '../../src/operations/cluster-reader.js'
import {PLAIN} from '../support/test-cluster.js'
import {until} from '../support/until.js'

/** The metrics of a cluster as it is now. */
export async function scrapeOnce(seed: Address, zones: readonly ZoneRule[] = []): Promise<string> {
  const here = {operator: {host: hostname()}, stateFolder: stateFolder(process.env)}
  const signal = new AbortController().signal
  await using reader = new ClusterReader([seed], {connection: {...PLAIN, zones}, here, limitMs: 6000, signal})
  const points = pointsOf(await reader.read(), {version: '0', ignore: []})
  return (await exposeMetrics(points, 'prometheus')).body
}

/** Causes a damage again and again until the metrics show it, and returns the metrics of that moment. */
export function scrapeUntil(
  seed: Address,
  shown: (metrics: string) => boolean,
  provoke: () => Promise<unknown> = () => Promise.resolve(),
): Promise<string> {
  return until(
    'the metrics show it',
    async () => {
      await provoke()
      const text = await scrapeOnce(seed)
      return shown(text) ? text : undefined
    },
    60_000,
  )
}
