import {expect} from 'chai'
import {COMMANDS} from '../../src/index.js'
import {runCli} from '../support/cli.js'

const help = async (...words: string[]) => {
  const {exitCode, stdout, stderr} = await runCli(words)
  expect([exitCode, stderr], words.join(' ')).to.deep.equal([0, ''])
  return stdout
}

describe('[E] help', () => {
  it('lists every command once, in groups', async () => {
    const text = await help('help')
    expect(await help('--help')).to.equal(text)
    expect(await help('-h')).to.equal(text)
    const order = ['LOOK', 'CHANGE', 'REPAIR', 'DATA', 'THIS MACHINE', 'MORE HELP'].map((head) =>
      text.indexOf(`\n${head}\n`),
    )
    expect(order).to.deep.equal(order.toSorted((a, b) => a - b))
    expect(order[0]).to.be.greaterThan(0)
    for (const id of Object.keys(COMMANDS)) {
      const name = id.replace(':', ' ')
      expect(text.match(new RegExp(`^  ${name} +[A-Z]`, 'gm')), name).to.have.lengthOf(1)
    }
    for (const line of text.split('\n').slice(1)) expect(line).to.have.lengthOf.at.most(80)
  })

  it('of a command begins with examples, and refers to one page for connection flags', async () => {
    const text = await help('check', '-h')
    expect(await help('help', 'check')).to.equal(text)
    const places = ['USAGE', 'EXAMPLES', 'FLAGS', 'CONNECTION', 'DESCRIPTION'].map((head) =>
      text.indexOf(`\n${head}\n`),
    )
    expect(places.every((place, at) => place > (places[at - 1] ?? 0))).to.equal(true)
    expect(text).to.contain('--strict')
    expect(text).not.to.contain('--cacert')
    expect(text).to.contain('clustertool help connection')
    const connection = await help('help', 'connection')
    for (const flag of ['--user', '--askpass', '--tls', '--cacert', '--address-map', '--connect-timeout']) {
      expect(connection).to.contain(flag)
    }
    expect(await help('local', 'start', '--help'), 'it connects to nobody').not.to.contain('CONNECTION')
  })

  it('has pages about what all commands share', async () => {
    expect(await help('help', 'environment')).to.contain('CLUSTERTOOL_SERVER')
    expect(await help('help', 'json')).to.contain('"schema": 1')
    const codes = await help('help', 'exit-codes')
    for (const code of [0, 1, 2, 3, 4, 5, 6, 130]) expect(codes).to.match(new RegExp(`^${code} `, 'm'))
    const {exitCode, stderr} = await runCli(['help', 'chekc'])
    expect(exitCode).to.equal(2)
    expect(stderr).to.contain('Did you mean check?')
  })
})
