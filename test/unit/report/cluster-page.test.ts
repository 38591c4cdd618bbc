import {expect} from 'chai'
import {clusterPage, verdictText} from '../../../src/report/page/cluster-page.js'
import {mapSvgFile} from '../../../src/report/map/map-svg.js'
import {slotMapOf} from '../../../src/domain/slot-map.js'
import {EVIL_TEXT, REPORTS} from '../../support/reports.js'
import {snapshot} from '../../support/snapshot.js'

/** EVIL_TEXT as it has to stand in the file. */
const SHOWN = '&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;&#39;&amp;\\x1b]0;x\\x07'

const OPTIONS = {version: '1.2.3', pasteable: (text: string) => text}

/** The text of a page without its tags, as people read it. */
function textIn(page: string): string {
  return page
    .replaceAll(/<style>[^<]*<\/style>/g, '')
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/\s+/g, ' ')
}

/** The part of a page with this heading. */
function part(page: string, id: string): string {
  return textIn(new RegExp(`<section id="${id}"[^]*?</section>`).exec(page)?.[0] ?? '')
}

describe('[U] report page', () => {
  it('begins with the verdict', () => {
    expect(verdictText(REPORTS.healthy())).to.equal('Healthy')
    expect(verdictText(REPORTS.damaged())).to.match(/^\d errors and \d+ warnings$/)
    const page = clusterPage(REPORTS.healthy(), OPTIONS)
    expect(page).to.contain('<title>Healthy – cluster of 10.0.0.1:7001</title>')
    expect(textIn(page)).to.contain(
      '✔ Healthy Read at 2026-01-01T00:00:00Z Primaries that answer 3 Replicas that answer 3',
    )
    expect(part(page, 'findings')).to.contain('The check found nothing.')
    expect(page).to.contain('Made by clustertool 1.2.3')
  })

  it('says what is wrong and what to do, with commands that can be pasted', () => {
    const pasteable = (text: string) => text.replaceAll('clustertool fix', 'clustertool fix --tls')
    const page = clusterPage(REPORTS.damaged(), {...OPTIONS, pasteable})
    const findings = part(page, 'findings')
    expect(findings).to.contain('error slots-uncovered')
    expect(findings).to.contain('clustertool fix --tls 10.0.0.1:7001')
    expect(part(page, 'slots')).to.contain('no owner slot 10922')
    expect(part(page, 'slots')).to.contain('open: migrating slot 93')
    expect(part(page, 'replication')).to.contain('10.0.0.4:7004 10.0.0.1:7001 down for 90 s 781.25K')
    expect(part(page, 'nodes')).to.contain('10.0.0.3:7003: connection refused')
    expect(part(page, 'versions')).to.contain('redis 7.0.15 1 10.0.0.5:7005')
  })

  it('says once that all nodes are on one host', () => {
    const report = REPORTS.oneHost()
    const findings = part(clusterPage(report, OPTIONS), 'findings')
    expect(report.check.findings.length).to.be.above(1)
    expect(findings).to.match(
      /Findings warning replica-beside-primary, majority-in-one-place: All 4 nodes are on host 10\.0\.0\.1/,
    )
  })

  it('shows where the nodes of each shard are, and what each loss would mean', () => {
    const placement = part(clusterPage(REPORTS.damaged(), OPTIONS), 'placement')
    expect(placement).to.contain('not safe')
    expect(placement).to.match(/if lost loses shard A loses the majority/)
    const safe = part(clusterPage(REPORTS.healthy(), OPTIONS), 'placement')
    expect(safe).to.match(/shard east north west A P R B R P C R P if lost kept kept kept/)
  })

  it('has no script and nothing from elsewhere, and forbids both', () => {
    for (const name of ['healthy', 'damaged', 'big', 'evil'] as const) {
      const page = clusterPage(REPORTS[name](), OPTIONS)
      expect(page, name).not.to.match(/<(script|link|img|iframe|object|embed|form|base)\b/i)
      expect(page, name).not.to.match(/\b(src|href)="(?!#)/)
      expect(page, name).not.to.match(/url\((?!#)|@import/)
      expect(page, name).not.to.match(/<[a-z][^>]*\son[a-z]+=/i)
      expect(page, name).to.contain(`content="default-src &#39;none&#39;;`)
    }
  })

  it('shows markup and control characters of servers as text, wherever they come from', () => {
    const page = clusterPage(REPORTS.evil(), OPTIONS)
    for (const id of ['findings', 'slots', 'nodes', 'balance', 'placement', 'settings', 'versions']) {
      expect(part(page, id), id).to.contain(SHOWN)
    }
    for (const id of ['slow-commands', 'big-keys', 'operations']) expect(part(page, id), id).to.contain(SHOWN)
    expect(page).not.to.contain('<script')
    expect(page.replaceAll('\n', '')).not.to.match(/\p{Cc}/u)
    expect(page.indexOf(EVIL_TEXT)).to.equal(-1)
  })

  it('never has a password, but says that they differ', () => {
    const page = clusterPage(REPORTS.evil(), OPTIONS)
    expect(page).not.to.contain('secret-')
    expect(part(page, 'settings')).to.contain('requirepass ***')
  })

  it('has the JSON of the check, which can be read back', () => {
    const page = clusterPage(REPORTS.evil(), OPTIONS)
    const raw = /<pre[^>]*>([^]*?)<\/pre>/.exec(page)?.[1] ?? ''
    const json = raw
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&quot;', '"')
      .replaceAll('&#39;', "'")
    const read = JSON.parse(json.replaceAll('&amp;', '&')) as {
      command: string
      outcome: {nodes: {version: string}[]}
    }
    expect(read.command).to.equal('check')
    expect(read.outcome.nodes[0]?.version).to.equal(`v${EVIL_TEXT}`)
  })

  it('stays small for 200 nodes', () => {
    const page = clusterPage(REPORTS.big(), OPTIONS)
    expect(Buffer.byteLength(page)).to.be.below(1_500_000)
    expect(part(page, 'placement')).to.contain('can be lost')
  })

  it('has a heading in each row and column of its tables', () => {
    const page = clusterPage(REPORTS.damaged(), OPTIONS)
    const rows = page.match(/<tr>[^]*?<\/tr>/g) ?? []
    expect(rows.length).to.be.above(30)
    for (const row of rows) expect(row).to.match(/^<tr>\s*<th scope="(row|col)"/)
    expect(page).not.to.match(/<th[^>]*>\s*<\/th>/)
  })
})

describe('[U] a report about nodes that do not tell which slots they move', () => {
  it('says so, in the page and in the legend of a map', () => {
    const report = REPORTS.healthy()
    const {snapshot: cluster} = report.sample
    const unread = [{node: cluster.seed, reason: `it answered: ${EVIL_TEXT}`}]
    const map = slotMapOf(cluster, {ranges: [], unread})
    const slots = part(clusterPage({...report, map}, OPTIONS), 'slots')
    const svg = mapSvgFile({snapshot: cluster, map, heat: undefined})
    for (const text of [slots, svg]) {
      expect(text).to.match(/Slots that the servers move themselves are not known of \S+ \(it answered: /)
      expect(text).to.contain(SHOWN)
    }
    expect(part(clusterPage(report, OPTIONS), 'slots')).not.to.contain('are not known')
  })
})

describe('[U] map as SVG', () => {
  const svgOf = (text: string) => {
    const cluster = snapshot(text)
    return mapSvgFile({snapshot: cluster, map: slotMapOf(cluster), heat: undefined})
  }

  it('breaks the lines of its legend', () => {
    const cluster = snapshot('a 0-16383')
    const estimate = {node: cluster.seed, keys: 5000, measured: 1000, bytes: 2000, error: 40, dataset: 9e9}
    const values = Array.from({length: 16_384}, () => 1)
    const svg = mapSvgFile({
      snapshot: cluster,
      map: slotMapOf(cluster),
      heat: {measure: 'memory', values, estimates: [estimate], sampledMs: 300, unread: []},
    })
    const lines = [...svg.matchAll(/<text x="4" y="(\d+)">([^<]*)</g)].map(([, y, text = '']) => ({y, text}))
    expect(lines.map(({text}) => text).join(' ')).to.contain(
      'unless single big keys were missed. With --sample, measure more.',
    )
    expect(Math.max(...lines.map(({text}) => text.length))).to.be.within(80, 110)
    expect(new Set(lines.map(({y}) => y))).to.have.property('size', lines.length)
  })

  it('draws every slot of each shard once', () => {
    const svg = svgOf('a 0-5460,16383\nb 5461-16382')
    const drawn = [...svg.matchAll(/class="shard(\d)" d="([^"]*)"/g)].map(([, shard, path = '']) => {
      const runs = [...path.matchAll(/M(\d+) (\d+)h(\d+)v1H\1z/g)]
      expect(runs.map(([run]) => run).join('')).to.equal(path)
      return [shard, runs.reduce((sum, [, , , width]) => sum + Number(width), 0)]
    })
    expect(drawn).to.deep.equal([
      ['0', 5462],
      ['1', 10_922],
    ])
  })

  it('frames a single bad slot where it is', () => {
    const svg = svgOf('a 0-256,258-16383')
    expect(svg).to.contain('class="bad" d="M1 1h1v1H1z"')
    expect(svg.match(/class="frame bad"/g)).to.have.length(1)
    expect(svgOf('a 0-16383')).not.to.contain('class="frame')
  })

  it('says in words what it shows, and escapes names', () => {
    const svg = svgOf(`a 0-16383 host=x${EVIL_TEXT}`)
    expect(svg).to.match(/<title id="[^"]+">Owners of the 16384 slots<\/title>/)
    expect(svg).to.contain(`A is x${SHOWN}:7001, 16384 slots.`)
    expect(svg).to.contain('Every slot has one owner, and none is open.')
    expect(svg).not.to.match(/<(script|img)\b/)
  })
})
