import {writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {expect} from 'chai'
import {DESCRIPTION_FILE, readDescription, writeDescription} from '../../../src/local/description.js'
import {temporaryFolder} from './fake-server.js'

const NODE = {port: 7000, pid: 4711, folder: '7000'}
const CLUSTER = {
  server: '/usr/bin/redis-server',
  software: 'redis',
  version: '7.0.15',
  nodes: [NODE],
} as const

describe('[U] description of a local cluster', () => {
  it('is read as it was written', async () => {
    await using folder = await temporaryFolder()
    expect(await readDescription(folder.path)).to.equal(undefined)
    expect(await readDescription(join(folder.path, 'missing'))).to.equal(undefined)
    await writeDescription(folder.path, CLUSTER)
    expect(await readDescription(folder.path)).to.deep.equal(CLUSTER)
  })

  it('keeps settings, addresses and programs of nodes', async () => {
    await using folder = await temporaryFolder()
    const program = {server: '/opt/v', software: 'valkey', version: '9.1.2'} as const
    const settings = {replicas: 0, tls: true, login: 'acl', zones: 2} as const
    const cluster = {...CLUSTER, nodes: [{...NODE, host: '127.0.0.2', program}], settings}
    await writeDescription(folder.path, cluster)
    expect(await readDescription(folder.path)).to.deep.equal(cluster)
  })

  for (const [what, text] of Object.entries({
    'a host elsewhere': JSON.stringify({schema: 1, ...CLUSTER, nodes: [{...NODE, host: '10.0.0.1'}]}),
    'a program that is none': JSON.stringify({
      schema: 1,
      ...CLUSTER,
      nodes: [{...NODE, program: {server: 1}}],
    }),
    'settings that are none': JSON.stringify({schema: 1, ...CLUSTER, settings: {tls: 'yes'}}),
    'an unknown login': JSON.stringify({
      schema: 1,
      ...CLUSTER,
      settings: {replicas: 0, tls: true, login: 'x', zones: 2},
    }),
    'no JSON': 'hello',
    'another schema': JSON.stringify({schema: 2, ...CLUSTER}),
    'no nodes': JSON.stringify({schema: 1, ...CLUSTER, nodes: undefined}),
    'a folder outside': JSON.stringify({schema: 1, ...CLUSTER, nodes: [{...NODE, folder: '../..'}]}),
    'a process id of all processes': JSON.stringify({schema: 1, ...CLUSTER, nodes: [{...NODE, pid: -1}]}),
  })) {
    it(`is refused with ${what}`, async () => {
      await using folder = await temporaryFolder()
      await writeFile(join(folder.path, DESCRIPTION_FILE), text)
      const error: unknown = await readDescription(folder.path).catch((reason: unknown) => reason)
      expect(error).to.have.property('code', 'REFUSED')
      expect(error).to.have.property('message').that.contains('was not written by clustertool')
    })
  }
})
