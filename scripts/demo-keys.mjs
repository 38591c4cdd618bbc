// Writes a few keys through a cluster client and reads them back: node scripts/demo-keys.mjs HOST:PORT
import {Cluster} from 'ioredis'

const address = process.argv[2] ?? '127.0.0.1:7000'
const colon = address.lastIndexOf(':')
const client = new Cluster([{host: address.slice(0, colon), port: Number(address.slice(colon + 1))}])

const entries = Object.entries({
  'user:1': 'Ada',
  'user:2': 'Grace',
  'user:3': 'Barbara',
  '{order:7}:items': '3',
  '{order:7}:total': '42.50',
})

try {
  for (const [key, value] of entries) await client.set(key, value)
  for (const [key, value] of entries) {
    const found = await client.get(key)
    if (found !== value) throw new Error(`${key} was written as ${value} and read as ${found}`)
    const slot = await client.cluster('KEYSLOT', key)
    console.log(`${key.padEnd(16)} = ${found.padEnd(8)} slot ${slot}`)
  }
} finally {
  client.disconnect()
}
