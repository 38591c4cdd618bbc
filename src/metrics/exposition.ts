import type {Counter, Gauge, Registry, RegistryContentType} from 'prom-client'
import {groupBy} from '../domain/group.js'
import {printable} from '../report/words.js'
import {type MetricName, type MetricPoint, METRICS} from './table.js'

/** The format of Prometheus, or OpenMetrics 1.0. */
export type MetricsFormat = 'prometheus' | 'openmetrics'

/** Metrics as text, and the media type of that text. */
export type Exposition = {readonly contentType: string; readonly body: string}

/** Labels that all series have, by name. */
export type CommonLabels = Readonly<Record<string, string>>

/**
 * The series as text, in the order of the table. Values of labels come from servers and may be shown on a terminal, so
 * control characters in them are escaped.
 */
export async function exposeMetrics(
  points: readonly MetricPoint[],
  format: MetricsFormat,
  common: CommonLabels = {},
): Promise<Exposition> {
  const library = await import('prom-client')
  const registry = new library.Registry<RegistryContentType>()
  if (format === 'openmetrics') registry.setContentType(library.openMetricsContentType)
  registry.setDefaultLabels(common)
  const series = groupBy(points, ({name}) => name)
  for (const name of Object.keys(METRICS) as MetricName[]) {
    // A metric without labels would be 0 from the start, also if its value is unknown.
    if (series.has(name)) fill(newMetric(name, registry, library), series.get(name) ?? [])
  }
  return {contentType: registry.contentType, body: await registry.metrics()}
}

type Library = typeof import('prom-client')

function newMetric(
  name: MetricName,
  registry: Registry<RegistryContentType>,
  library: Library,
): Gauge | Counter {
  const {type, help, labels} = METRICS[name]
  const settings = {name, help, labelNames: [...labels], registers: [registry]}
  return type === 'gauge' ? new library.Gauge(settings) : new library.Counter(settings)
}

function fill(metric: Gauge | Counter, series: readonly MetricPoint[]): void {
  for (const {labels, value} of series) metric.inc(printableLabels(labels), value)
}

function printableLabels(labels: MetricPoint['labels']): Record<string, string> {
  return Object.fromEntries(Object.entries(labels).map(([name, value]) => [name, printable(value)]))
}
