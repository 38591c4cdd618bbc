import {expect} from 'chai'
import {parseClusterNodes} from '../../../src/redis/cluster-nodes.js'
import {Words} from '../../../src/redis/words.js'

describe('[U] Words', () => {
  const [A, B, C] = ['a', 'b', 'c'].map((digit) => digit.repeat(40)) as [string, string, string]
  const view = (...lines: string[]) =>
    parseClusterNodes(lines.map((line) => `${line} 7 connected\n`).join(''))

  it('has each different line about a node once, in the order in which they were said', () => {
    const words = new Words()
    const [own, failing] = view(
      `${A} 127.0.0.1:1@2 myself,master - 0 0`,
      `${B} 127.0.0.1:3@4 master,fail? - 0 0`,
    )
    words.add([own!, failing!])
    for (let at = 0; at < 5; at++) {
      words.add(view(`${A} 127.0.0.1:1@2 master - 0 ${at}`, `${B} 127.0.0.1:3@4 master - 0 ${at}`))
    }
    expect(words.of(own!.id).map(({myself}) => myself)).to.deep.equal([true, false])
    expect(words.of(failing!.id).map(({flags}) => flags)).to.deep.equal([['fail?'], []])
    expect(words.of(C as never)).to.deep.equal([])
  })

  it('has the first line about each node that was not tried, in the order of the views', () => {
    const words = new Words()
    words.add(view(`${B} 127.0.0.1:3@4 master - 0 0`, `${A} 127.0.0.1:1@2 master - 0 0`))
    words.add(view(`${C} 127.0.0.1:5@6 master - 0 0`, `${B} 127.0.0.1:9@9 master - 0 0`))
    expect(words.about(new Map([[A as never, 1]])).map(({id, port}) => [id, port])).to.deep.equal([
      [B, 3],
      [C, 5],
    ])
  })
})
