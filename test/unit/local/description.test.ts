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

  for (const [what, text] of Object.entries({
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
