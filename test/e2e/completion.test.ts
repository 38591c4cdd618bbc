import {execFileSync} from 'node:child_process'
import {readFileSync} from 'node:fs'
import {fileURLToPath} from 'node:url'
import {expect} from 'chai'
import {COMMANDS} from '../../src/index.js'
import {runCli} from '../support/cli.js'
import {skipWithout} from '../support/shell.js'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

/** What bash offers for the end of a line. */
function offered(line: string): readonly string[] {
  // bash also splits words at = and :.
  const words = line.split(/(?<=[=:])|(?=[=:])| /)
  const script =
    'source "$0"; COMP_LINE=$1; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _clustertool; printf "%s\\n" "${COMPREPLY[@]}"'
  const output = execFileSync('bash', ['-c', script, `${ROOT}completions/clustertool.bash`, line, ...words], {
    encoding: 'utf8',
  })
  return output.split('\n').filter((one) => one !== '')
}

/** What fish offers for the last word of a line. */
function offeredByFish(line: string): readonly string[] {
  const script = 'source $argv[1]; complete --do-complete $argv[2]'
  const output = execFileSync(
    'fish',
    ['--no-config', '-c', script, `${ROOT}completions/clustertool.fish`, line],
    {
      encoding: 'utf8',
    },
  )
  return output
    .split('\n')
    .filter((text) => text !== '')
    .map((text) => text.split('\t')[0] ?? '')
}

const RE = ['rebalance', 'replace', 'replicate', 'report', 'reshard', 'restore', 'resume']

describe('[E] completion', () => {
  it('equals the files that the build generates from the commands', () => {
    execFileSync(process.execPath, [`${ROOT}scripts/completions.mjs`, '--check'], {stdio: 'pipe'})
  })

  it('is printed for each shell', async () => {
    for (const shell of ['bash', 'zsh', 'fish']) {
      const {exitCode, stdout, stderr} = await runCli(['completion', shell])
      expect({exitCode, stderr}).to.deep.equal({exitCode: 0, stderr: ''})
      expect(stdout).to.equal(readFileSync(`${ROOT}completions/clustertool.${shell}`, 'utf8'))
    }
    expect((await runCli(['completion'])).stderr).to.match(/^Error: No shell was given\./)
    expect((await runCli(['completion', 'tcsh'])).exitCode).to.equal(2)
  })

  it('knows all commands in each shell', () => {
    for (const shell of ['bash', 'zsh', 'fish']) {
      const text = readFileSync(`${ROOT}completions/clustertool.${shell}`, 'utf8')
      for (const id of Object.keys(COMMANDS)) expect(text).to.contain(id.replace(':', ' '))
    }
  })

  it('completes commands, topics, flags and values in bash', () => {
    expect(offered('clustertool re')).to.deep.equal(RE)
    expect(offered('clustertool local ')).to.deep.equal(['clean', 'start', 'status', 'stop'])
    expect(offered('clustertool local start --no')).to.deep.equal(['--nodes'])
    expect(offered('clustertool reshard 127.0.0.1:7000 --slot')).to.deep.equal(['--slots', '--slot-ranges'])
    expect(offered('clustertool reshard --method a')).to.deep.equal(['auto', 'atomic'])
    expect(offered('clustertool reshard --method=')).to.deep.equal(['auto', 'atomic', 'keys'])
    expect(offered('clustertool reshard --method=at')).to.deep.equal(['atomic'])
    expect(offered('clustertool completion z')).to.deep.equal(['zsh'])
    expect(offered('clustertool completion bash z')).to.deep.equal([])
    expect(offered('clustertool check ')).to.deep.equal([])
    expect(offered('clustertool check --as')).to.deep.equal(['--askpass'])
  })

  it('completes commands, topics, flags and values in fish', function () {
    skipWithout(this, 'fish')
    expect(offeredByFish('clustertool re')).to.deep.equal(RE)
    expect(offeredByFish('clustertool local ')).to.deep.equal(['clean', 'start', 'status', 'stop'])
    expect(offeredByFish('clustertool local start --no')).to.deep.equal(['--nodes'])
    expect(offeredByFish('clustertool completion ')).to.deep.equal(['bash', 'fish', 'zsh'])
    expect(offeredByFish('clustertool reshard 127.0.0.1:7000 --method ')).to.deep.equal([
      'atomic',
      'auto',
      'keys',
    ])
    expect(offeredByFish('clustertool check --as')).to.deep.equal(['--askpass'])
  })
})
