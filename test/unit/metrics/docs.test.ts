import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {expect} from 'chai'
import {METRICS} from '../../../src/metrics/table.js'

const DOCS = join(import.meta.dirname, '../../../docs')

const read = (name: string): string => readFileSync(join(DOCS, name), 'utf8')

/** Names of metrics in a text. */
function metricsIn(text: string): string[] {
  return [...new Set([...text.matchAll(/\bclustertool_\w+/g)].map(([name]) => name))]
}

/** The alerts of the rules, and their severities. */
function alertsIn(rules: string): string[] {
  return [...rules.matchAll(/- alert: (\w+)[^]*?severity: (\w+)/g)].map(
    ([, name, severity]) => `${name} ${severity}`,
  )
}

describe('[U] documentation of metrics', () => {
  for (const name of ['metrics.md', 'metrics/alerts.yml', 'metrics/dashboard.json']) {
    it(`names only metrics that exist in ${name}`, () => {
      const named = metricsIn(read(name))
      expect(named.length).to.be.greaterThan(10)
      expect(named.filter((one) => !(one in METRICS))).to.deep.equal([])
    })
  }

  it('lists each alert, with its severity', () => {
    const rows = [...read('metrics.md').matchAll(/^\| `(Clustertool\w+)` +\| (\w+) /gm)]
    const alerts = alertsIn(read('metrics/alerts.yml'))
    expect(alerts.length).to.be.greaterThan(10)
    expect(rows.map(([, name, severity]) => `${name} ${severity}`)).to.deep.equal(alerts)
  })

  it('has a dashboard whose panels have ids of their own and do not overlap', () => {
    const {panels} = JSON.parse(read('metrics/dashboard.json')) as {panels: Panel[]}
    expect(new Set(panels.map(({id}) => id)).size).to.equal(panels.length)
    const cells = panels.flatMap(({gridPos: {x, y, w, h}}) =>
      Array.from({length: w * h}, (_, at) => `${x + (at % w)}/${y + Math.floor(at / w)}`),
    )
    expect(new Set(cells).size).to.equal(cells.length)
    for (const {
      gridPos: {x, w},
    } of panels)
      expect(x + w).to.be.at.most(24)
  })
})

type Panel = {
  readonly id: number
  readonly gridPos: {readonly x: number; readonly y: number; readonly w: number; readonly h: number}
}
