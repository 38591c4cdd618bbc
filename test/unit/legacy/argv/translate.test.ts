import {readFileSync} from 'node:fs'
import {type Command, Flags, Parser} from '@oclif/core'
import {expect} from 'chai'
import {partWords} from '../../../../src/commands/call/words.js'
import {translate} from '../../../../src/legacy/argv/translate.js'
import {REDIS_CLI_OPTIONS} from '../../../../src/legacy/argv/redis-cli-options.js'
import {takeTool} from '../../../../src/legacy/argv/take-tool.js'
import {SUB_COMMANDS} from '../../../../src/legacy/argv/sub-commands.js'
import {COMMANDS} from '../../../../src/index.js'
import {thrownBy} from '../../../support/thrown.js'
import {BAD_LINES} from './bad-lines.js'
import {parseShellLine, readLines, splitWords} from './shell-line.js'

const REDIS_CLI_LINES = readLines('redis-cli-lines.txt')
const REDIS_TRIB_LINES = readLines('redis-trib-lines.txt')
const LINES = [...REDIS_CLI_LINES, ...REDIS_TRIB_LINES]

/** Parses an argv with oclif as the command does. Throws the error that the user would get. */
async function parseAsOurs([id = '', ...argv]: readonly string[]): Promise<void> {
  const command = COMMANDS[id as keyof typeof COMMANDS]
  const {flags: own, baseFlags, args, strict} = command as typeof Command
  const flags = {...own, ...baseFlags, json: Flags.boolean()}
  const options = id === 'call' ? partWords(argv, flags).options : argv
  await Parser.parse([...options], {flags, args, strict})
}

function isOurs([id = '']: readonly string[]): boolean {
  return id in COMMANDS
}

describe('old command lines', () => {
  it('are many', () => {
    expect(LINES.length).to.be.greaterThan(200)
  })

  for (const [old, ours] of LINES) {
    it(old, () => {
      const {argv, ...context} = parseShellLine(old)
      const {args, tool} = translate(argv, context)
      expect(args).to.deep.equal(splitWords(ours))
      if (tool && !args.includes('--help')) expect(args).to.include(`--as=${tool}`)
    })
  }

  it('become arguments that the commands accept', async () => {
    const translated = LINES.map(([, ours]) => splitWords(ours)).filter(
      (words) => isOurs(words) && words.some((word) => word.startsWith('--as=')),
    )
    expect(translated.length).to.be.greaterThan(100)
    for (const words of translated) await parseAsOurs(takeTool(words).args)
  })

  it('of redis-trib are accepted by clustertool itself, too', async () => {
    // Abbreviations, and a timeout of 0, which means one second.
    const refused = /--(rep|use-empty|timeout 0) /
    const lines = REDIS_TRIB_LINES.map(([old]) => old).filter((old) => !refused.test(old))
    const own = lines.map((old) => parseShellLine(old).argv).filter((argv) => isOurs(argv))
    expect(own.length).to.be.greaterThan(30)
    for (const argv of own) {
      // --help does not reach a command.
      if (!argv.includes('--help')) await parseAsOurs(argv)
    }
  })
})

describe('command lines that are wrong in the old spelling', () => {
  for (const [old, message] of BAD_LINES) {
    it(old, async () => {
      const {argv, ...context} = parseShellLine(old)
      const error = await thrownBy(Promise.resolve().then(() => translate(argv, context)))
      expect(error.code).to.equal('USAGE')
      expect(error.message).to.equal(message)
      expect(error.message + error.hints.join('')).not.to.contain('secret')
    })
  }
})

describe('docs/migrating.md', () => {
  it('has every option of the cluster manager and every sub-command', () => {
    const text = readFileSync(new URL('../../../../docs/migrating.md', import.meta.url), 'utf8')
    const options = [...REDIS_CLI_OPTIONS.keys()].filter((name) => name.startsWith('--cluster-'))
    for (const option of options) expect(text).to.match(new RegExp(`${option}[\`, ]`))
    for (const name of SUB_COMMANDS.keys())
      expect(text).to.contain(`\`${name} HOST:PORT`.replace('add-node HOST', 'add-node NEW'))
  })
})
