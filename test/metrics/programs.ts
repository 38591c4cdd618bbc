import {execFile, spawnSync} from 'node:child_process'
import {mkdtemp, rm, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {promisify} from 'node:util'

/** Fails, with what to do, if a program of Prometheus is not installed. */
export function requireProgram(name: 'promtool' | 'prometheus'): void {
  if (!spawnSync(name, ['--version']).error) return
  throw new Error(`${name} is not on PATH. On Debian and Ubuntu: apt-get install prometheus`)
}

/** A folder that is deleted when it is disposed. */
export async function scratchFolder(): Promise<{readonly path: string} & AsyncDisposable> {
  const path = await mkdtemp(join(tmpdir(), 'clustertool-prometheus-'))
  return {path, [Symbol.asyncDispose]: () => rm(path, {recursive: true, force: true})}
}

/** Runs promtool; throws what it printed if it fails. `input`: what it reads from stdin. */
export async function promtool(args: readonly string[], input = ''): Promise<string> {
  const running = promisify(execFile)('promtool', [...args])
  running.child.stdin?.end(input)
  try {
    const {stdout, stderr} = await running
    return stdout + stderr
  } catch (error) {
    const {stdout = '', stderr = ''} = error as {stdout?: string; stderr?: string}
    throw new Error(`promtool ${args.join(' ')}: ${stdout}${stderr}`, {cause: error})
  }
}

/** Minutes for which the series keep their values; the longest `for` of a rule is shorter. */
const MINUTES = 45

/**
 * Fails unless exactly these alerts fire after the metrics have been the same for three quarters of an hour. For
 * promtool it is 1970, so no reading is old unless its time is 0.
 */
export async function expectAlerts(rules: string, metrics: string, alerts: readonly string[]): Promise<void> {
  await using folder = await scratchFolder()
  const file = join(folder.path, 'alerts.test.json')
  const test = {
    interval: '1m',
    input_series: seriesOf(metrics),
    promql_expr_test: [
      {
        expr: 'group by (alertname) (ALERTS{alertstate="firing"})',
        eval_time: `${MINUTES}m`,
        exp_samples: alerts.map((name) => ({labels: `{alertname="${name}"}`, value: 1})),
      },
    ],
  }
  // JSON is YAML.
  await writeFile(file, JSON.stringify({rule_files: [rules], evaluation_interval: '1m', tests: [test]}))
  await promtool(['test', 'rules', file])
}

function seriesOf(metrics: string): {series: string; values: string}[] {
  return metrics
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const end = line.lastIndexOf(' ')
      return {series: line.slice(0, end), values: `${line.slice(end + 1)}+0x${MINUTES}`}
    })
}
