import {expect} from 'chai'
import {placementOf} from '../../../src/domain/placement.js'
import type {PlacementAction} from '../../../src/domain/spread.js'
import {auditPlacement, kindsFor} from '../../../src/planning/spread/audit.js'
import {planSpread} from '../../../src/planning/spread/plan.js'
import {namesOf} from '../../../src/report/names.js'
import {auditText, spreadText} from '../../../src/report/spread-text.js'
import {spreadWords} from '../../../src/report/spread-words.js'
import {id, nameOf, snapshot} from '../../support/snapshot.js'

const CROWDED = `
  a 0-5460 host=h1 port=1 zone=east memory=1048576
  b 5461-10922 host=h1 port=2 zone=east
  c 10923-16383 host=h2 port=3 zone=east
  d replica of a host=h1 port=4 zone=east
  e replica of b host=h3 port=5 zone=west
  f replica of c host=h4 port=6 zone=west
  g replica of c host=h4 port=7 zone=west
`

describe('[U] spread text', () => {
  it('shows what the loss of each place means, the plan, and what is left', () => {
    expect(textOf(CROWDED).split('\n')).to.deep.equal([
      'place      nodes  primaries  majority  lost shards',
      'zone east  4      3          lost      h1:1',
      'zone west  3      0          kept      -',
      'host h1    3      2          lost      h1:1',
      '3 other hosts can be lost.',
      '1 zone and 1 host cannot be lost.',
      '3 primaries with slots: 2 must answer to elect a new one, so 1 can be lost.',
      '>>> 2 actions in 2 waves, with full syncs of about 1.00M',
      '1. Make h3:5 the primary instead of h1:2: zone east has too many primaries.',
      '2. Make h4:6 a replica of h1:1 (a full sync of about 1.00M): the shard would be lost with zone east.',
      'Then still not every place can be lost.',
      'To keep the majority whatever zone is lost, it takes 3 zones; there are 2. Two zones never suffice: one of them always has half of the primaries.',
      'It would take at most 1 new node:',
      '  A new replica of h2:3 in a new zone, so that a primary can be there.',
    ])
  })

  it('says that every place can be lost, and shows all places in a wide table', () => {
    const safe = 'a 0-5460\nb 5461-10922\nc 10923-16383\nd replica of c\ne replica of a\nf replica of b'
    expect(textOf(safe).split('\n')).to.deep.equal([
      'Any host can be lost: the others keep all shards and the majority.',
      '3 primaries with slots: 2 must answer to elect a new one, so 1 can be lost.',
    ])
    const audit = auditPlacement(placementOf(snapshot(safe)), ['host'])
    const wide = auditText(audit, nameOf, {colour: false, wide: true}).split('\n')
    expect(wide.slice(0, 2)).to.deep.equal([
      'place          nodes  primaries  majority  lost shards',
      'host 10.0.0.1  1      1          kept      -',
    ])
    expect(wide).to.have.lengthOf(1 + 6 + 2)
  })

  it('says what it does not know, and what is lost already', () => {
    const text = textOf('a 0-99 zone=east\nb 100-16383 down\nc replica of a zone=west\nd replica of b')
    expect(text).to.contain('2 primaries with slots, of which 1 do not answer: 2 must answer')
    expect(text).to.contain('2 nodes without a zone:')
    expect(text).to.contain('No synced copy is left of the shard of 10.0.0.2:7002.')
    expect(text).to.contain('These nodes cannot be placed more safely.')
    expect(text).to.contain('at least 3 primaries')
  })

  it('shows names from outside without control characters', () => {
    const text = textOf('a 0-16383 zone=east', true, {a: {host: 'h\u001b[1m', address: 'h:1'}})
    expect(text).to.contain(String.raw`host h\x1b[1m`)
  })
})

describe('[U] words of actions', () => {
  it('give a reason for each', () => {
    const words = spreadWords(nameOf)
    const action = {kind: 'switch-over', replica: id('b'), primary: id('a')} as const
    const why = (reason: PlacementAction['reason']) => words.reason({...action, reason})
    expect(why({code: 'lets-leave', node: id('c')})).to.match(/^c can .*leave/)
    expect(why({code: 'room-for-primary'})).to.contain('primary')
    expect(why({code: 'fewer-replicas'})).to.contain('fewer replicas')
    expect(why({code: 'wanted'})).to.contain('asked')
  })

  it('say where new nodes have to be', () => {
    const words = spreadWords(nameOf)
    const lack = {primary: id('a'), mends: ['shard']} as const
    const zone = {kind: 'zone', name: 'east'} as const
    const host = {kind: 'host', name: 'h1'} as const
    expect(words.lack({...lack, where: 'outside', place: zone})).to.equal(
      'A new replica of a outside of zone east.',
    )
    expect(words.lack({...lack, where: 'in', place: zone})).to.contain('in zone east, on a host of its own')
    expect(words.lack({...lack, where: 'in', place: host})).to.contain('on host h1')
    expect(words.lack({...lack, where: 'new', kind: 'zone', number: 2})).to.contain('in new zone number 2')
  })
})

function textOf(text: string, wide = false, nodes = {}): string {
  const cluster = snapshot(text, {nodes})
  const placement = placementOf(cluster)
  return spreadText(planSpread(placement, kindsFor(placement)), namesOf(cluster), {
    colour: false,
    wide,
    width: 200,
  })
}
