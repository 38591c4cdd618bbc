import type {Answer, CallOutcome} from '../../domain/answer.js'
import type {Reply} from '../../domain/reply.js'
import {addressOf} from '../../report/names.js'
import {count} from '../../domain/count.js'
import {printable} from '../../report/words.js'

const LINE_END = Buffer.from('\n')

/**
 * The output that scripts know from `redis-cli --cluster call`: the command, then each node with its unchanged reply.
 * Ends with a line end.
 */
export function callText({words, answers}: CallOutcome): Buffer {
  const lines = [Buffer.from(`>>> Calling ${words.map(wordText).join(' ')}`), ...answers.map(answerLine)]
  return joined(lines.flatMap((line) => [line, LINE_END]))
}

/** Input from stdin is not shown: it may be long, or a password. */
function wordText(word: string | Buffer): string {
  return typeof word === 'string' ? printable(word) : `<${count(word.length, 'byte')}>`
}

function answerLine(answer: Answer<Reply>): Buffer {
  const name = Buffer.from(`${addressOf(answer.node) ?? answer.node.id}: `)
  if (answer.status === 'unreachable') return joined([name, Buffer.from('Failed!')])
  const reply: Reply = answer.status === 'ok' ? answer.value : {type: 'error', message: answer.error}
  return joined([name, rawText(reply)])
}

/** As redis-cli prints raw replies: one element per line, however deep it is, and an empty line after an error. */
function rawText(reply: Reply): Buffer {
  switch (reply.type) {
    case 'string':
      return reply.bytes
    case 'integer':
      return Buffer.from(reply.digits)
    case 'nil':
      return Buffer.alloc(0)
    case 'error':
      return Buffer.from(`${reply.message}\n`)
    case 'array':
      return joined(
        reply.items.flatMap((item, at) => (at === 0 ? [rawText(item)] : [LINE_END, rawText(item)])),
      )
    default:
      return reply satisfies never
  }
}

function joined(parts: readonly Uint8Array[]): Buffer {
  return Buffer.concat(parts)
}
