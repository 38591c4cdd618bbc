import type {NodeId, NodeLine} from '../../../src/domain/node.js'
import type {Views} from '../../../src/execution/views.js'
import {parseClusterNodes} from '../../../src/redis/cluster-nodes.js'

/** The node id that consists of one letter. */
export const id = (letter: string) => letter.repeat(40) as NodeId

/** `a: a 1 0-5, b 2 6-9` is the view of a: each node with its epoch, and its slots, or `>` and its primary. */
export function views(text: string): Views {
  return new Map(
    text
      .trim()
      .split('\n')
      .map((line): [NodeId, NodeLine[]] => {
        const [by = '', said = ''] = line.trim().split(': ')
        const lines = said.split(', ').map((one) => nodeLine(by, one.split(' ')))
        return [id(by), parseClusterNodes(lines.join('\n'))]
      }),
  )
}

function nodeLine(by: string, [letter = '', epoch = '', ...rest]: string[]): string {
  const primary = rest.find((word) => word.startsWith('>'))?.slice(1)
  const flags = rest.includes('handshake') ? 'handshake' : primary === undefined ? 'master' : 'slave'
  const slots = rest.filter((word) => /^[\d[]/.test(word)).map((word) => word.replace('PEER', id('b')))
  const port = 7000 + letter.charCodeAt(0)
  const own = by === letter ? 'myself,' : ''
  return `${id(letter)} 10.0.0.1:${port}@1 ${own}${flags} ${primary ? id(primary) : '-'} 0 ${Math.random()} ${epoch} connected ${slots.join(' ')}`
}
