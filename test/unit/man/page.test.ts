import {expect} from 'chai'
import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {currentPage} from '../../../scripts/man/current.js'
import type {Command, Flag} from '../../../scripts/man/manifest.js'
import {manPage} from '../../../scripts/man/page.js'
import {exitCodesOf} from '../../../scripts/man/sections.js'
import {ENVIRONMENT} from '../../../src/cli/environment.js'
import {COMMANDS} from '../../../src/index.js'
import {sourcesIn} from '../../support/imports.js'

const ROOT = join(import.meta.dirname, '../../..')

const USER: Flag = {name: 'user', type: 'option', helpGroup: 'CONNECTION', description: 'ACL user.'}

function page(...commands: readonly (Partial<Command> & {readonly id: string})[]): string {
  const full = commands.map((command) => ({args: {}, flags: {}, ...command}))
  return manPage({
    manifest: {commands: Object.fromEntries(full.map((command) => [command.id, command])), version: '1.2.3'},
    description: 'Administers clusters: all of them.',
    exitCodes: [{term: '7', text: 'Seven.'}],
    environment: [{term: 'SOME_VARIABLE', text: 'A variable.'}],
    files: [],
  })
}

describe('[U] man page', () => {
  it('in man/ is what the build writes', () => {
    expect(readFileSync(join(ROOT, 'man/clustertool.1'), 'utf8')).to.equal(currentPage())
  })

  it('has every command', () => {
    const sections = [...currentPage().matchAll(/^\.SS "?(.*?)"?$/gm)].map(([, name = '']) =>
      name.replaceAll('\\', ''),
    )
    expect(sections.toSorted()).to.deep.equal(
      Object.keys(COMMANDS)
        .map((id) => id.replace(':', ' '))
        .toSorted(),
    )
  })

  it('has every variable of the environment that the code reads', () => {
    const read = sourcesIn(join(ROOT, 'src')).flatMap((path) =>
      [...readFileSync(path, 'utf8').matchAll(/\benv\['([A-Z_]+)'\]/g)].map(([, name]) => name),
    )
    expect(read).to.include('NO_COLOR')
    const described = ['PATH', 'HOME', ...ENVIRONMENT.map(({term}) => term)]
    expect(read.filter((name = '') => !described.includes(name))).to.deep.equal([])
  })

  it('describes a flag that commands share once, and one that differs with its commands', () => {
    const text = page({id: 'a', flags: {user: USER}}, {id: 'b', flags: {user: USER}})
    expect(text.match(/ACL user\./g)).to.have.length(1)
    expect(text).to.match(/\.SH "CONNECTION FLAGS"\n\.TP\n\.BI \\-\\-user " VALUE"\nACL user\./)
    expect(text.match(/See also CONNECTION FLAGS\./g)).to.have.length(2)
    const other = page(
      {id: 'a', flags: {user: USER}},
      {id: 'b', flags: {user: {...USER, description: 'Other.'}}},
    )
    expect(other).to.match(/\.SS a\n[^]*ACL user\.[^]*\.SS b\n[^]*Other\./)
    expect(other).not.to.contain('CONNECTION')
  })

  it('gives values, defaults and repetition of a flag', () => {
    const flags = {
      way: {
        name: 'way',
        char: 'w',
        type: 'option',
        options: ['a', 'b'],
        default: 'a',
        multiple: true,
        description: 'Way.',
      },
      dir: {name: 'dir', type: 'option', helpValue: 'DIR'},
      deep: {name: 'deep', type: 'boolean', default: false, description: 'Deep.'},
    } as const
    const text = page({id: 'a', flags})
    expect(text).to.contain('.BI "\\-w, \\-\\-way" " a|b"\nWay.\nDefault: a.\nCan be repeated.\n')
    expect(text).to.contain('.BI \\-\\-dir " DIR"\n')
    expect(text).to.contain('.B \\-\\-deep\nDeep.\n')
  })

  it('leaves out what is hidden', () => {
    const text = page(
      {id: 'a', hidden: true},
      {id: 'b', flags: {old: {name: 'old', type: 'boolean', hidden: true}}},
    )
    expect(text).not.to.contain('.SS a')
    expect(text).not.to.contain('old')
  })

  it('shows the usage of a command, or one made from its arguments', () => {
    const args = {node: {name: 'node', required: true}, port: {name: 'port'}}
    expect(page({id: 'a:b', args})).to.contain('.SS "a b"\nclustertool a b NODE [PORT] [FLAGS]\n')
    expect(page({id: 'a', args, usage: 'a THIS'})).to.contain('.SS a\nclustertool a THIS\n')
  })

  it('shows examples as they are typed', () => {
    const text = page({id: 'a', examples: ['<%= config.bin %> a 1', {command: '<%= config.bin %> a 2'}]})
    expect(text).to.contain('.nf\nclustertool a 1\nclustertool a 2\n.fi\n')
  })

  it('means nothing to roff but its own macros', () => {
    const text = page({id: 'a', summary: String.raw`Say \n or 'no'. .TH is not one; … is.`})
    expect(text).to.contain(String.raw`Say \en or \(aqno\(aq.`)
    expect(text).to.contain(String.raw`\[u2026]`)
    expect(page({id: 'a', summary: '.TH here'})).to.contain(String.raw`\&.TH here`)
  })

  it('has the exit codes of docs/exit-codes.md, without its links', () => {
    const codes = exitCodesOf(readFileSync(join(ROOT, 'docs/exit-codes.md'), 'utf8'))
    expect(codes.map(({term}) => term)).to.deep.equal(['0', '1', '2', '3', '4', '5', '6', '130'])
    expect(codes.map(({text}) => text).join(' ')).not.to.match(/[[\]`#]/)
    expect(() => exitCodesOf('no table')).to.throw('no table of exit codes')
    expect(page()).to.contain('.SH "EXIT STATUS"\n.TP\n.B 7\nSeven.\n')
  })
})
