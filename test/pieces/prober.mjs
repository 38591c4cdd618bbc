import {connect} from 'node:net'
import {createInterface} from 'node:readline'

/** Sends PING to a port each millisecond. For each line on stdin it prints how long the slowest answers took. */
const sent = []
let waits = []
const socket = connect(Number(process.argv[2]), '127.0.0.1')
socket.setNoDelay(true)
socket.on('data', (data) => {
  const now = performance.now()
  for (let at = data.indexOf(10); at >= 0; at = data.indexOf(10, at + 1)) waits.push(now - sent.shift())
})
setInterval(() => {
  sent.push(performance.now())
  socket.write('PING\r\n')
}, 1)
createInterface({input: process.stdin}).on('line', () => {
  const waiting = sent.length > 0 ? [performance.now() - sent[0]] : []
  const all = [...waits, ...waiting].sort((a, b) => b - a)
  const told = {longest: all[0] ?? 0, p99: all[Math.floor(all.length / 100)] ?? 0, pings: all.length}
  process.stdout.write(`${JSON.stringify(told)}\n`)
  waits = []
})
