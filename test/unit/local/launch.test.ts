import {once} from 'node:events'
import {chmod, readFile, writeFile} from 'node:fs/promises'
import {type AddressInfo, createServer} from 'node:net'
import {join} from 'node:path'
import {expect} from 'chai'
import {launch, waitUntilUp} from '../../../src/local/launch.js'
import {temporaryFolder} from './fake-server.js'
import {thrownBy} from '../../support/thrown.js'

describe('[U] waitUntilUp', () => {
  for (const [what, lines, isUp] of [
    ['does not take a listener on the port of a TLS server for the server', 'sleep 0.5', false],
    ['takes it for the server once its log says so', 'echo "* Ready to accept connections"; sleep 2', true],
    ['takes it for the server that logs nothing after a while', 'sleep 8', true],
  ] as const) {
    it(what, async () => {
      await using folder = await temporaryFolder()
      const listener = createServer((socket) => socket.destroy())
      await once(listener.listen(0, '127.0.0.1'), 'listening')
      const {port} = listener.address() as AddressInfo
      const program = join(folder.path, 'server')
      await writeFile(program, `#!/bin/sh\n${lines}\n`)
      await chmod(program, 0o755)
      const endpoint = {host: '127.0.0.1', port, tls: true}
      const server = launch({program, folder: folder.path, args: [], detached: false, endpoint})
      try {
        const waiting = waitUntilUp(server, 5000)
        if (isUp) await waiting
        else expect((await thrownBy(waiting)).message).to.contain('ended with exit code 0')
      } finally {
        server.child.kill('SIGKILL')
        listener.close()
      }
    })
  }
})

describe('[U] launch', () => {
  it('does not give a server the passwords in the environment', async () => {
    await using folder = await temporaryFolder()
    const program = join(folder.path, 'server')
    await writeFile(program, '#!/bin/sh\nenv\n', {mode: 0o755})
    const endpoint = {host: '127.0.0.1', port: 1, tls: false}
    const before = {...process.env}
    Object.assign(process.env, {REDISCLI_AUTH: 'secret-1', VALKEYCLI_AUTH: 'secret-2', KEPT: 'kept'})
    try {
      const server = launch({program, folder: folder.path, args: [], detached: false, endpoint})
      await once(server.child, 'exit')
      const said = await readFile(server.log, 'utf8')
      expect(said)
        .to.contain('KEPT=kept')
        .and.not.to.match(/secret-|_AUTH/)
    } finally {
      process.env = before
    }
  })
})
