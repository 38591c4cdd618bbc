import {connect} from 'node:net'
import {createInterface} from 'node:readline'

/**
 * A client that sends a command to a port each millisecond: in turn PING, a write and a read of other keys. For each line
 * on stdin it prints how long the slowest answers took, and how many were errors.
 * Usage: node prober.mjs PORT TAG, where the slot of {TAG} is on that node.
 */
const [port, tag] = process.argv.slice(2)
const sent = []
let waits = []
let errors = 0
let turn = 0
const socket = connect(Number(port), '127.0.0.1')
socket.setNoDelay(true)
// Each answer is one line.
socket.on('data', (data) => {
  const now = performance.now()
  for (let from = 0, at; (at = data.indexOf(10, from)) >= 0; from = at + 1) {
    waits.push(now - sent.shift())
    if (data[from] === 0x2d) errors++
  }
})
setInterval(() => {
  const key = `{${tag}}${turn % 50}`
  sent.push(performance.now())
  socket.write(['PING\r\n', `INCR ${key}\r\n`, `STRLEN ${key}\r\n`][turn++ % 3])
}, 1)
createInterface({input: process.stdin}).on('line', () => {
  const waiting = sent.length > 0 ? [performance.now() - sent[0]] : []
  const all = [...waits, ...waiting].sort((a, b) => b - a)
  const told = {longest: all[0] ?? 0, p99: all[Math.floor(all.length / 100)] ?? 0, asked: all.length, errors}
  process.stdout.write(`${JSON.stringify(told)}\n`)
  waits = []
  errors = 0
})
