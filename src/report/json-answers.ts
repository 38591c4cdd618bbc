import type {Answer, CallOutcome, ConfigureOutcome} from '../domain/answer.js'
import {configuredStatus} from '../domain/answer.js'
import type {Reply} from '../domain/reply.js'
import {differs, type SettingsOutcome} from '../domain/setting.js'
import {nodeRef} from './json-facts.js'
import type {AnswerJson, CallJson, ConfigureJson, ReplyJson, SettingsJson} from './json-types.js'

/** The replies of all nodes to one command. */
export function callOutcomeJson({status, answers}: CallOutcome): CallJson {
  return {
    status,
    nodes: answers.map((answer) => ({
      ...answerJson(answer),
      reply: answer.status === 'ok' ? replyJson(answer.value) : undefined,
    })),
  }
}

/** Settings of all nodes, by value. */
export function settingsOutcomeJson({status, settings, unknown, answers}: SettingsOutcome): SettingsJson {
  return {
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
    nodes: answers.map(answerJson),
  }
}

/** What became of a setting on each node. */
export function configureOutcomeJson({status, name, value, answers}: ConfigureOutcome): ConfigureJson {
  return {
    status,
    name,
    value,
    nodes: answers.map((answer) => {
      const configured = answer.status === 'ok' ? answer.value : undefined
      const json = answerJson(answer)
      return {
        ...json,
        status: configuredStatus(answer),
        before: configured?.before,
        after: configured?.after,
        saved: configured?.saved,
        error: json.error ?? configured?.notSavedBecause,
      }
    }),
  }
}

function answerJson(answer: Answer<unknown>): AnswerJson {
  const {node, status} = answer
  return {...nodeRef(node), role: node.role, status, error: status === 'ok' ? undefined : answer.error}
}

function replyJson(reply: Reply): ReplyJson {
  switch (reply.type) {
    case 'string':
      return stringJson(reply.bytes)
    case 'integer':
      return {type: 'integer', value: exactNumber(reply.digits)}
    case 'array':
      return {type: 'array', items: reply.items.map(replyJson)}
    case 'nil':
    case 'error':
      return reply
    default:
      return reply satisfies never
  }
}

function stringJson(bytes: Buffer): ReplyJson {
  const value = bytes.toString()
  return Buffer.from(value).equals(bytes)
    ? {type: 'string', value}
    : {type: 'bytes', base64: bytes.toString('base64')}
}

/** Digits where a reader's numbers might not hold it. */
function exactNumber(digits: string): number | string {
  return Number.isSafeInteger(Number(digits)) ? Number(digits) : digits
}
