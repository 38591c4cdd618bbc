// node restarter.mjs FOLDER PORT [FLAG...]: what a user's restart command is for `roll`. Stops the server whose
// restart.json is in FOLDER/PORT, and starts it again. Flags: program=PATH, empty (its data is lost), another-id (its
// nodes.conf is lost), down (it stays down), old (nothing is restarted).
import {spawn} from 'node:child_process'
import {openSync, readdirSync, readFileSync, readlinkSync, rmSync} from 'node:fs'
import {join} from 'node:path'
import {setTimeout as sleep} from 'node:timers/promises'

const [, , folder = '', port = '', ...flags] = process.argv
const home = join(folder, port)
const {program, args} = JSON.parse(readFileSync(join(home, 'restart.json'), 'utf8'))
if (!flags.includes('old')) {
  const running = runningHere()
  for (const id of running) process.kill(id, 'SIGTERM')
  // Not until it has left its folder: it unlocks nodes.conf after that, and a server that finds it locked does not start.
  while (running.some(isAlive)) await sleep(10)
  if (flags.includes('empty')) rmSync(join(home, 'dump.rdb'), {force: true})
  if (flags.includes('another-id')) rmSync(join(home, 'nodes.conf'), {force: true})
  if (!flags.includes('down')) start(flags.find((flag) => flag.startsWith('program='))?.slice(8) ?? program)
}

function start(path) {
  const output = openSync(join(home, 'server.log'), 'a')
  spawn(path, [...args, '--dir', home], {
    cwd: home,
    detached: true,
    stdio: ['ignore', output, output],
  }).unref()
}

function runningHere() {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter((name) => isHere(name))
    .map(Number)
}

function isHere(name) {
  try {
    return readlinkSync(`/proc/${name}/cwd`) === home && isAlive(name)
  } catch {
    return false
  }
}

/** A process whose first thread has ended is a zombie already while the others still hold its files. */
function isAlive(id) {
  try {
    const threads = readdirSync(`/proc/${id}/task`)
    return threads.length > 1 || !/\(\S+\) [ZX]/.test(readFileSync(`/proc/${id}/stat`, 'utf8'))
  } catch {
    return false
  }
}
