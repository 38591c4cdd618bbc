import type {Answer, CallOutcome, ConfigureOutcome} from '../domain/answer.js'
import {configuredStatus} from '../domain/answer.js'
import type {Reply} from '../domain/reply.js'
import {differs, type SettingsOutcome} from '../domain/setting.js'
import {type CommandDocument, documentOf} from './document.js'
import type {Full} from './full.js'
import {nodeRef} from './refs.js'
import type {ReplyFields} from './schemas/answers.js'

type ReplyDocument = Full<ReplyFields>

/** The document of `call --json`: the replies of all nodes to one command. */
export function callDocument({status, answers}: CallOutcome): CommandDocument<'call'> {
  return documentOf('call', {
    status,
    nodes: answers.map((answer) => ({
      ...answerFields(answer),
      reply: answer.status === 'ok' ? replyDocument(answer.value) : undefined,
    })),
  })
}

/** The document of `config get --json`: settings of all nodes, by value. */
export function settingsDocument({
  status,
  settings,
  unknown,
  answers,
}: SettingsOutcome): CommandDocument<'config get'> {
  return documentOf('config get', {
    status,
    differ: settings.some(differs),
    settings: settings.map((setting) => ({
      name: setting.name,
      differ: differs(setting),
      values: setting.groups.map(({value, nodes}) => ({
        value,
        nodes: nodes.map(nodeRef),
      })),
    })),
    unknown,
    nodes: answers.map(answerFields),
  })
}

/** The document of a command that sets one setting on all nodes: what became of it on each. */
export function configureDocument(
  command: 'config set' | 'set-timeout',
  {status, name, value, answers}: ConfigureOutcome,
): CommandDocument<'config set' | 'set-timeout'> {
  return documentOf(command, {
    status,
    name,
    value,
    nodes: answers.map((answer) => {
      const configured = answer.status === 'ok' ? answer.value : undefined
      const json = answerFields(answer)
      return {
        ...json,
        status: configuredStatus(answer),
        before: configured?.before,
        after: configured?.after,
        saved: configured?.saved,
        error: json.error ?? configured?.notSavedBecause,
      }
    }),
  })
}

function answerFields(answer: Answer<unknown>): CommandDocument<'config get'>['outcome']['nodes'][number] {
  const {node, status} = answer
  return {...nodeRef(node), role: node.role, status, error: status === 'ok' ? undefined : answer.error}
}

function replyDocument(reply: Reply): ReplyDocument {
  switch (reply.type) {
    case 'string':
      return stringDocument(reply.bytes)
    case 'integer':
      return {type: 'integer', value: exactNumber(reply.digits)}
    case 'array':
      return {type: 'array', items: reply.items.map(replyDocument)}
    case 'nil':
    case 'error':
      return reply
    default:
      return reply satisfies never
  }
}

function stringDocument(bytes: Buffer): ReplyDocument {
  const value = bytes.toString()
  return Buffer.from(value).equals(bytes)
    ? {type: 'string', value}
    : {type: 'bytes', base64: bytes.toString('base64')}
}

/** Digits where a reader's numbers might not hold it. */
function exactNumber(digits: string): number | string {
  return Number.isSafeInteger(Number(digits)) ? Number(digits) : digits
}
