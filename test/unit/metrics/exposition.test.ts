import {expect} from 'chai'
import {exposeMetrics} from '../../../src/metrics/exposition.js'
import type {MetricPoint} from '../../../src/metrics/table.js'

const up: MetricPoint = {name: 'clustertool_up', labels: {}, value: 1}

describe('[U] metrics as text', () => {
  it('have the format of Prometheus, in the order of the table', async () => {
    const points: MetricPoint[] = [
      {name: 'clustertool_node_commands_total', labels: {node: 'a:1'}, value: 5},
      {name: 'clustertool_node_commands_total', labels: {node: 'b:2'}, value: 0},
      up,
    ]
    const {contentType, body} = await exposeMetrics(points, 'prometheus')
    expect(contentType).to.equal('text/plain; version=0.0.4; charset=utf-8')
    expect(body).to.equal(
      [
        '# HELP clustertool_up 1 if the cluster could be read, 0 if not; then all metrics about it are absent.',
        '# TYPE clustertool_up gauge',
        'clustertool_up 1',
        '',
        '# HELP clustertool_node_commands_total Commands that it processed.',
        '# TYPE clustertool_node_commands_total counter',
        'clustertool_node_commands_total{node="a:1"} 5',
        'clustertool_node_commands_total{node="b:2"} 0',
        '',
      ].join('\n'),
    )
  })

  it('have the format of OpenMetrics', async () => {
    const points: MetricPoint[] = [{name: 'clustertool_node_commands_total', labels: {node: 'a:1'}, value: 5}]
    const {contentType, body} = await exposeMetrics(points, 'openmetrics')
    expect(contentType).to.equal('application/openmetrics-text; version=1.0.0; charset=utf-8')
    expect(body).to.equal(
      '# HELP clustertool_node_commands Commands that it processed.\n' +
        '# TYPE clustertool_node_commands counter\n' +
        'clustertool_node_commands_total{node="a:1"} 5\n' +
        '# EOF\n',
    )
  })

  it('have the labels that all of them get', async () => {
    const points = [up, {name: 'clustertool_node_up', labels: {node: 'a:1'}, value: 1} as const]
    const {body} = await exposeMetrics(points, 'prometheus', {cluster: 'a "b"'})
    expect(body).to.contain('clustertool_up{cluster="a \\"b\\""} 1\n')
    expect(body).to.contain('clustertool_node_up{node="a:1",cluster="a \\"b\\""} 1\n')
  })

  it('escape what servers say', async () => {
    const evil = '</script>\u001B[31m"\\\r\nclustertool_up 0\n'
    const points = [{name: 'clustertool_node_up', labels: {node: evil}, value: 1} as const]
    for (const format of ['prometheus', 'openmetrics'] as const) {
      const {body} = await exposeMetrics(points, format)
      expect(body).to.contain(
        'clustertool_node_up{node="</script>\\\\x1b[31m\\"\\\\\\\\x0d\\\\x0aclustertool_up 0\\\\x0a"} 1\n',
      )
    }
  })
})
