import {mkdtemp, realpath, rm, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'

/** A temporary folder; disposing deletes it. */
export async function temporaryFolder(): Promise<{path: string} & AsyncDisposable> {
  const path = await realpath(await mkdtemp(join(tmpdir(), 'clustertool-unit-')))
  return {path, [Symbol.asyncDispose]: () => rm(path, {recursive: true, force: true, maxRetries: 5})}
}

/**
 * Writes a program that starts, answers and ends as a server does, so that these tests need no installed server. With
 * the argument `--fail` it ends at once, with `--mute` it never answers, with `--stubborn` it ignores SIGTERM.
 */
export async function writeFakeServer(folder: string): Promise<string> {
  const path = join(folder, 'fake-server')
  await writeFile(path, `#!${process.execPath}\n${PROGRAM}`, {mode: 0o755})
  return path
}

const PROGRAM = `
const args = process.argv.slice(2)
if (args[0] === '--version') {
  console.log('Redis server v=7.0.99 sha=00000000:0 malloc=none bits=64 build=0')
  process.exit(0)
}
console.log('fake server starts')
if (args.includes('--fail')) {
  console.log('no luck today')
  process.exit(3)
}
if (args.includes('--stubborn')) process.on('SIGTERM', () => {})
const server = require('node:net').createServer((socket) => {
  socket.on('error', () => {})
  socket.on('data', () => {
    if (!args.includes('--mute')) socket.write('+PONG\\r\\n$20\\r\\nprocess_id:' + process.pid + '\\r\\n\\r\\n')
  })
})
server.listen(Number(args[args.indexOf('--port') + 1]), '127.0.0.1')
`
