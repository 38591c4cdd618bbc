import {expect} from 'chai'
import {emitKeypressEvents} from 'node:readline'
import {PassThrough} from 'node:stream'
import {type PressedKey, pressedKey} from '../../../src/cli/pressed-key.js'

/** The keys that Node.js reads in these bytes. */
function keysIn(bytes: string): PressedKey[] {
  const stream = new PassThrough()
  const keys: PressedKey[] = []
  emitKeypressEvents(stream)
  stream.on('keypress', (text: string | undefined, key: Parameters<typeof pressedKey>[1]) =>
    keys.push(pressedKey(text, key)),
  )
  stream.emit('data', Buffer.from(bytes))
  return keys
}

describe('[U] pressed keys', () => {
  it('have one name, as terminals send them', () => {
    const bytes = 'qG/? 0\r\n\u0003\u001A\u007F\u001B[A\u001BOB\u001B[5~\u001B[H\u001B[1~\u001B[D'
    expect(keysIn(bytes).map(({name}) => name)).to.deep.equal([
      'q',
      'G',
      '/',
      '?',
      'space',
      '0',
      'enter',
      'enter',
      'ctrl-c',
      'ctrl-z',
      'backspace',
      'up',
      'down',
      'pageup',
      'home',
      'home',
      'left',
    ])
  })

  it('type what can be seen, and nothing else', () => {
    expect(keysIn('a日 ').map(({types}) => types)).to.deep.equal(['a', '日', ' '])
    expect(keysIn('\u001Bx\u0001\u001B[A\u202E').map(({types}) => types)).to.deep.equal(
      Array.from({length: 4}, () => undefined),
    )
  })
})
