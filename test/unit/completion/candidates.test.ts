import {expect} from 'chai'
import type {NodeId} from '../../../src/domain/node.js'
import {candidates, type Kind, type KnownHere} from '../../../src/completion/candidates.js'

const [A, B, C] = ['a1', 'b2', 'c3'].map((text) => text.repeat(20)) as [NodeId, NodeId, NodeId]
const KNOWN: KnownHere = {
  profiles: [
    {name: 'prod', seeds: ['10.0.0.1:7000', '[::1]:7001']},
    {name: 'broken', seeds: []},
  ],
  operations: [
    {
      id: '2026-reshard-7-0',
      command: 'reshard',
      status: 'done',
      nodes: [
        {id: A, address: '10.0.0.1:7000', role: 'primary'},
        {id: B, address: '10.0.0.2:7000', role: 'replica'},
      ],
    },
    {
      id: '2025-create-7-0',
      command: 'create',
      status: 'unfinished',
      nodes: [{id: C, address: '10.0.0.3:7000', role: undefined}],
    },
  ],
  running: ['2025-create-7-0', '2025-import-h-8-0'],
  first: '',
}

function offered(kind: Kind, word: string, known = KNOWN): readonly string[] {
  return candidates(kind, word, known).map(({word, about}) => `${word} | ${about}`)
}

describe('[U] candidates', () => {
  it('for a node are profiles, their seeds, and the nodes that were seen; each once', () => {
    expect(offered('node', '')).to.deep.equal([
      '@prod | profile: 10.0.0.1:7000, [::1]:7001',
      '@broken | cannot be used',
      '10.0.0.1:7000 | seed of prod',
      '[::1]:7001 | seed of prod',
      '10.0.0.2:7000 | replica b2b2b2b2',
      '10.0.0.3:7000 | node c3c3c3c3',
    ])
  })

  it('for a member are addresses and ids', () => {
    expect(offered('member', '')).to.deep.equal([
      '10.0.0.1:7000 | primary a1a1a1a1',
      '10.0.0.2:7000 | replica b2b2b2b2',
      '10.0.0.3:7000 | node c3c3c3c3',
      `${A} | primary 10.0.0.1:7000`,
      `${B} | replica 10.0.0.2:7000`,
      `${C} | node 10.0.0.3:7000`,
    ])
  })

  it('for an operation are ids, with what it was', () => {
    expect(offered('operation', '20')).to.deep.equal([
      '2026-reshard-7-0 | reshard on 10.0.0.1:7000, done',
      '2025-create-7-0 | create on 10.0.0.3:7000, unfinished',
    ])
  })

  it('for control are what it can be told, what runs, and nodes; then what it can be told; then settings', () => {
    const verbs = ['status', 'pause', 'resume', 'stop', 'set']
    const names = ['max-pause=', 'rate=', 'throttle=', 'window-of=', 'window=', 'pipeline=', 'parallel=']
    const wordsOf = (kind: Kind, first: string, word = '') =>
      candidates(kind, word, {...KNOWN, first}).map((one) => one.word)
    expect(offered('control-first', '').slice(4, 8)).to.deep.equal([
      'set | change settings',
      '2025-create-7-0 | create on 10.0.0.3:7000, running',
      '2025-import-h-8-0 | running',
      '@prod | profile: 10.0.0.1:7000, [::1]:7001',
    ])
    expect(wordsOf('control-first', '').slice(0, 5)).to.deep.equal(verbs)
    expect(wordsOf('control-first', '', '10.0.0.2:7000,').at(-1)).to.equal('10.0.0.2:7000,10.0.0.3:7000')
    expect(wordsOf('control-first', '', '10.0.0.2:7000,')).not.to.include('10.0.0.2:7000,pause')
    expect(wordsOf('control-second', '10.0.0.1:7000')).to.deep.equal(verbs)
    expect(wordsOf('control-second', 'set')).to.deep.equal(names)
    expect(wordsOf('control-second', 'pause')).to.deep.equal([])
    expect(wordsOf('control-more', '2025-create-7-0')).to.deep.equal(names)
    expect(wordsOf('control-more', 'set', 'win')).to.deep.equal(['window-of=', 'window='])
    expect(wordsOf('control-more', 'set', 'throttle=lag=1MB,r')).to.deep.equal([])
    expect(wordsOf('control-more', 'stop')).to.deep.equal([])
  })

  it('for a profile are its names, with @ if that was typed', () => {
    expect(offered('profile', 'p')).to.deep.equal(['prod | profile: 10.0.0.1:7000, [::1]:7001'])
    expect(offered('profile', '@b')).to.deep.equal(['@broken | cannot be used'])
  })

  it('begin with what was typed, or complete the last part of a list', () => {
    expect(offered('node', '10.0.0.2')).to.deep.equal(['10.0.0.2:7000 | replica b2b2b2b2'])
    expect(offered('node', '10.0.0.1:7000,')).to.deep.equal([
      '10.0.0.1:7000,[::1]:7001 | seed of prod',
      '10.0.0.1:7000,10.0.0.2:7000 | replica b2b2b2b2',
      '10.0.0.1:7000,10.0.0.3:7000 | node c3c3c3c3',
    ])
    expect(offered('member', `${A},b`)).to.deep.equal([`${A},${B} | replica 10.0.0.2:7000`])
    expect(offered('node', 'x')).to.deep.equal([])
  })

  it('never repeat a URL', () => {
    expect(offered('node', 'redis://:secret@10.0.0.1:7000,')).to.deep.equal([])
  })

  it('contain no characters that are special to a shell or a terminal', () => {
    const nodes = [{id: A, address: '10.0.0.1:7000\u001b[31m', role: 'primary'}] as const
    const operations = [
      {id: '$(reboot)', command: 'reshard', status: 'done', nodes},
      {id: 'plain', command: 'a\tb', status: 'done', nodes},
    ] as const
    const known = {profiles: [], operations, running: ['$(reboot)'], first: ''}
    expect(offered('member', '', known)).to.deep.equal([`${A} | primary`])
    expect(offered('operation', '', known)).to.deep.equal(['plain | operation, done'])
    expect(offered('control-first', '$', known)).to.deep.equal([])
  })
})
