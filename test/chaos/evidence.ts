import {cp, mkdir, readdir, rm, writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {ask} from '../support/ask.js'
import type {Played} from './round.js'
import {tellRun} from './tool.js'
import type {Verdict} from './verdict.js'

/** Keeps what shows how a round failed: its plan, the output, the observations, journals and server logs. */
export async function keepEvidence(
  {stage, plan, runs, repaired, faults, records}: Played,
  verdict: Verdict,
): Promise<void> {
  const {cluster, folder} = stage
  const views = await Promise.all(
    cluster.everyone.map(async ({number, id, server}) => {
      const nodes = await ask(server, 'CLUSTER', 'NODES').catch((error: Error) => error.message)
      return `# node ${number}, began as ${id}, ${server.address}\n${String(nodes)}`
    }),
  )
  const texts = {
    'plan.json': JSON.stringify(plan, undefined, 2),
    'wrong.txt': verdict.wrong.join('\n'),
    'faults.txt': faults.log.join('\n'),
    'history.json': JSON.stringify(faults.history),
    'runs.txt': [...runs, ...repaired.runs, ...verdict.moreRuns].map(tellRun).join('\n\n'),
    'nodes.txt': views.join('\n'),
    'writes.json': JSON.stringify([...records], undefined, 1),
  }
  await Promise.all(Object.entries(texts).map(([name, text]) => writeFile(join(folder, name), text)))
}

/** Keeps logs and journals in the folder of a round, and deletes the servers' data. */
export async function thinOut(folder: string): Promise<void> {
  const nodes = join(folder, 'nodes')
  const logs = join(folder, 'logs')
  await mkdir(logs, {recursive: true})
  for (const node of await readdir(nodes)) {
    for (const name of await readdir(join(nodes, node))) {
      if (name.endsWith('.log')) await cp(join(nodes, node, name), join(logs, `${node}-${name}`))
    }
  }
  await rm(nodes, {recursive: true, force: true})
}
