import {expect} from 'chai'
import type {UnderWay} from '../../../src/checks/under-way.js'
import {pointsOf} from '../../../src/metrics/points.js'
import {type MetricName, METRICS} from '../../../src/metrics/table.js'
import {id} from '../../support/snapshot.js'
import {HEALTHY, pointsIn, readingOf, STATS, valuesOf} from './fixture.js'

const [A, B] = [id('a'), id('b')]

/** The only value of each of these metrics. */
function single(
  points: ReturnType<typeof pointsIn>,
  ...names: MetricName[]
): Record<string, number | undefined> {
  return Object.fromEntries(
    names.map((name) => {
      const [one, ...more] = points.filter((point) => point.name === name)
      expect(more, `${name} has one series`).to.deep.equal([])
      return [name.replace('clustertool_', ''), one?.value]
    }),
  )
}

describe('[U] metrics of a reading', () => {
  it('have every metric of the table, with the labels that it names', () => {
    const zones = HEALTHY.replaceAll(' keys', ' zone=z keys')
    const points = pointsIn(zones, {stats: {a: STATS, c: STATS}})
    expect([...new Set(points.map(({name}) => name))].toSorted()).to.deep.equal(
      Object.keys(METRICS).toSorted(),
    )
    for (const {name, labels} of points) {
      expect(Object.keys(labels).toSorted(), name).to.deep.equal([...METRICS[name].labels].toSorted())
    }
  })

  it('are only about the reading if the cluster could not be read', () => {
    const failed = {endedAt: 1_700_000_000_500, milliseconds: 2000, failure: 'It does not answer.'}
    expect(pointsOf(failed, {version: '1.2.3', ignore: []})).to.deep.equal([
      {name: 'clustertool_up', labels: {}, value: 0},
      {name: 'clustertool_reading_duration_seconds', labels: {}, value: 2},
      {name: 'clustertool_reading_timestamp_seconds', labels: {}, value: 1_700_000_000.5},
      {name: 'clustertool_build_info', labels: {version: '1.2.3'}, value: 1},
    ])
  })

  it('say that all is well', () => {
    const points = pointsIn(HEALTHY)
    const names = [
      'clustertool_up',
      'clustertool_healthy',
      'clustertool_slots_assigned',
      'clustertool_slots_uncovered',
      'clustertool_slots_failing',
      'clustertool_slots_open',
      'clustertool_slots_claimed_twice',
      'clustertool_views_agree',
      'clustertool_nodes_disagreeing',
      'clustertool_config_epochs_unique',
      'clustertool_shards',
      'clustertool_primaries_without_replica',
      'clustertool_shards_without_copy',
      'clustertool_changes_under_way',
    ] as const
    expect(Object.values(single(points, ...names))).to.deep.equal([
      1, 1, 16_384, 0, 0, 0, 0, 1, 0, 1, 2, 0, 0, 0,
    ])
    expect(valuesOf(points, 'clustertool_findings').filter((text) => !text.endsWith(': 0'))).to.deep.equal([])
    expect(valuesOf(points, 'clustertool_findings')).to.include('slots-open error: 0')
  })

  it('have no findings that only a count of all slots could find', () => {
    expect(valuesOf(pointsIn(HEALTHY), 'clustertool_findings').join()).not.to.match(/foreign|hidden/)
  })

  describe('of slots', () => {
    it('count those without an owner that answers, those whose owner fails, and open ones', () => {
      const points = pointsIn(`
        a 0-8190 [5->-b] [6->-b]
        b 8192-16000 [5-<-a]
        c 16001-16383 down fail
      `)
      expect(
        single(
          points,
          'clustertool_slots_assigned',
          'clustertool_slots_uncovered',
          'clustertool_slots_failing',
          'clustertool_slots_open',
          'clustertool_healthy',
        ),
      ).to.deep.equal({
        slots_assigned: 16_383,
        slots_uncovered: 384,
        slots_failing: 383,
        slots_open: 2,
        healthy: 0,
      })
    })

    it('count those that two primaries claim once', () => {
      const points = pointsIn('a 0-9000\nb 8192-16383 epoch=1')
      expect(
        single(
          points,
          'clustertool_slots_claimed_twice',
          'clustertool_slots_assigned',
          'clustertool_config_epochs_unique',
        ),
      ).to.deep.equal({slots_claimed_twice: 809, slots_assigned: 16_384, config_epochs_unique: 0})
    })

    it('say which views differ', () => {
      const points = pointsIn(HEALTHY, {views: {c: 'a 0-8190'}})
      expect(single(points, 'clustertool_views_agree', 'clustertool_nodes_disagreeing')).to.deep.equal({
        views_agree: 0,
        nodes_disagreeing: 1,
      })
      const unknown = pointsIn(HEALTHY, {views: {c: 'd unknown'}})
      expect(single(unknown, 'clustertool_views_agree', 'clustertool_nodes_disagreeing')).to.deep.equal({
        views_agree: 0,
        nodes_disagreeing: 0,
      })
    })
  })

  describe('of changes under way', () => {
    const presence = {command: 'reshard', host: 'h', pid: 7, startedAt: 1}
    const moves = [{source: A, target: B, ranges: [{start: 5, end: 8}]}]
    const change: UnderWay = {presence, suspended: true, work: {moves, movedSlots: 3}}
    const elsewhere: UnderWay = {presence: {...presence, host: 'i'}, suspended: false, work: undefined}
    const open = HEALTHY.replace('0-8191', '0-8191 [8->-b]').replace('8192-16383', '8192-16383 [8-<-a]')

    it('say how far they are, as far as this machine knows', () => {
      const points = pointsIn(open, {changes: [change, elsewhere]})
      expect(
        single(
          points,
          'clustertool_changes_under_way',
          'clustertool_changes_suspended',
          'clustertool_changes_slots_planned',
          'clustertool_changes_slots_moved',
        ),
      ).to.deep.equal({
        changes_under_way: 2,
        changes_suspended: 1,
        changes_slots_planned: 4,
        changes_slots_moved: 3,
      })
    })

    it('keep what they explain out of the findings, and not out of the open slots', () => {
      const healthyAndOpen = ['clustertool_healthy', 'clustertool_slots_open'] as const
      const moving = pointsIn(open, {changes: [change]})
      expect(single(moving, ...healthyAndOpen)).to.deep.equal({healthy: 1, slots_open: 1})
      expect(valuesOf(moving, 'clustertool_findings')).to.include.members([
        'slots-open error: 0',
        'change-under-way info: 1',
      ])
      const left = pointsIn(open)
      expect(single(left, ...healthyAndOpen)).to.deep.equal({healthy: 0, slots_open: 1})
      expect(valuesOf(left, 'clustertool_findings')).to.include('slots-open error: 2')
    })
  })

  it('do not count findings that a profile ignores', () => {
    const mixed = HEALTHY.replace('keys=30', 'keys=30 version=7.0.0')
    const outcome = {endedAt: 0, milliseconds: 1, reading: readingOf(mixed)}
    const found = (ignore: readonly 'versions-mixed'[]) =>
      valuesOf(pointsOf(outcome, {version: '1', ignore}), 'clustertool_findings')
    expect(found([])).to.include('versions-mixed warning: 1')
    expect(found(['versions-mixed'])).to.include('versions-mixed warning: 0')
  })
})
