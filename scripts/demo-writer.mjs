// Increments keys of a cluster as fast as one client can until it gets SIGTERM. Then reads them all back and reports
// whether an acknowledged write is missing. Exits with 1 if one is.
import {Cluster} from 'ioredis'

const [address = ''] = process.argv.slice(2)
const colon = address.lastIndexOf(':')
const cluster = new Cluster([{host: address.slice(0, colon), port: Number(address.slice(colon + 1))}], {
  redisOptions: {protocol: 2},
})
const KEYS = 1000
const written = new Map()
let stopped = false
let writes = 0
let longest = 0
process.once('SIGTERM', () => (stopped = true))

for (let number = 1; !stopped; number++) {
  for (let key = 0; key < KEYS && !stopped; key++) {
    const start = performance.now()
    await cluster.set(`counter:${key}`, number)
    longest = Math.max(longest, performance.now() - start)
    written.set(key, number)
    writes++
  }
}

let lost = 0
for (const [key, number] of written) {
  if (Number(await cluster.get(`counter:${key}`)) < number) lost++
}
console.log(`${writes} writes while slots moved, the longest took ${longest.toFixed(1)} ms, lost: ${lost}`)
cluster.disconnect()
process.exitCode = lost === 0 ? 0 : 1
