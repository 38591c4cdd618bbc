import {chmod, mkdir, writeFile} from 'node:fs/promises'
import {delimiter, join} from 'node:path'
import {expect} from 'chai'
import {ClusterToolError} from '../../../src/domain/errors.js'
import {findServer} from '../../../src/local/find-server.js'
import {installCommandFor} from '../../../src/local/install-command.js'
import {parseVersion, readVersion} from '../../../src/local/server-version.js'
import {temporaryFolder, writeFakeServer} from './fake-server.js'

describe('[U] findServer', () => {
  it('prefers the given program to the environment, and the environment to PATH', async () => {
    await using folder = await temporaryFolder()
    const [given, named, onPath] = await Promise.all(
      ['a', 'b', 'redis-server'].map((name) => program(folder.path, name)),
    )
    const env = {CLUSTERTOOL_SERVER: named, PATH: folder.path}
    expect(await findServer(given, env)).to.equal(given)
    expect(await findServer(undefined, env)).to.equal(named)
    expect(await findServer(undefined, {...env, CLUSTERTOOL_SERVER: ''})).to.equal(onPath)
    expect(await findServer('b', env)).to.equal(named)
  })

  it('prefers redis-server to valkey-server, wherever they are on PATH', async () => {
    await using folder = await temporaryFolder()
    const second = join(folder.path, 'second')
    await mkdir(second)
    const valkey = await program(folder.path, 'valkey-server')
    const env = {PATH: [folder.path, second].join(delimiter)}
    expect(await findServer(undefined, env)).to.equal(valkey)
    const redis = await program(second, 'redis-server')
    expect(await findServer(undefined, env)).to.equal(redis)
  })

  it('refuses what cannot be run, and says how to install a server when there is none', async () => {
    await using folder = await temporaryFolder()
    const path = await program(folder.path, 'redis-server')
    await chmod(path, 0o644)
    const env = {PATH: folder.path}
    expect(await refusal(findServer(path, env))).to.equal(`${path} is not an executable program.`)
    expect(await refusal(findServer(undefined, env))).to.contain(
      'There is no redis-server or valkey-server on PATH',
    )
  })
})

describe('[U] installCommandFor', () => {
  it('knows the system by its id', () => {
    expect(installCommandFor('linux', 'NAME="Debian"\nID=debian\n')).to.equal(
      'sudo apt-get install redis-server',
    )
    expect(installCommandFor('linux', 'ID=fedora\n')).to.equal('sudo dnf install valkey')
    expect(installCommandFor('linux', 'ID=alpine\n')).to.equal('sudo apk add redis')
    expect(installCommandFor('linux', 'ID=arch\n')).to.equal('sudo pacman -S valkey')
    expect(installCommandFor('darwin', '')).to.equal('brew install redis')
  })

  it('knows a derived system by the nearest one that it is like', () => {
    const rocky = 'ID="rocky"\nID_LIKE="rhel centos fedora"\n'
    expect(installCommandFor('linux', rocky)).to.equal('sudo dnf install redis')
    expect(installCommandFor('linux', 'ID=linuxmint\nID_LIKE="ubuntu debian"\n')).to.contain('apt-get')
  })

  it('returns nothing for an unknown system', () => {
    expect(installCommandFor('linux', 'ID=plan9\n')).to.equal(undefined)
    expect(installCommandFor('linux', '')).to.equal(undefined)
    expect(installCommandFor('win32', 'ID=debian\n')).to.equal(undefined)
  })
})

describe('[U] readVersion', () => {
  it('reads the output of servers', () => {
    expect(parseVersion('Redis server v=6.0.16 sha=00000000:0 malloc=jemalloc-5.2.1 bits=64')).to.deep.equal({
      software: 'redis',
      version: '6.0.16',
    })
    expect(parseVersion('Valkey server v=9.1.2 sha=00000000:0')).to.deep.equal({
      software: 'valkey',
      version: '9.1.2',
    })
    expect(parseVersion('redis-cli 7.0.15')).to.equal(undefined)
  })

  it('runs the program, and refuses one that is not a server', async () => {
    await using folder = await temporaryFolder()
    expect(await readVersion(await writeFakeServer(folder.path))).to.include({version: '7.0.99'})
    expect(await refusal(readVersion(process.execPath))).to.contain('is not a Redis or Valkey server')
    expect(await refusal(readVersion(join(folder.path, 'missing')))).to.contain(
      'is not a Redis or Valkey server',
    )
  })
})

async function program(folder: string, name: string): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, '#!/bin/sh\n', {mode: 0o755})
  return path
}

async function refusal(promise: Promise<unknown>): Promise<string> {
  try {
    await promise
  } catch (error) {
    if (error instanceof ClusterToolError && error.code === 'REFUSED') return error.message
    throw error
  }
  throw new Error('expected a refusal')
}
