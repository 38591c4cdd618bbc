import Table from 'cli-table3'
import {expect} from 'chai'
import {Chalk} from 'chalk'
import {tableText} from '../../../src/report/table.js'
import {pick, randomFrom} from '../../support/random.js'

const chalk = new Chalk({level: 1})

const CELLS = ['', '-', '10.0.0.1:7001', 'fail? ', ' ok', '0-5460', chalk.red('fail'), chalk.yellow('a b')]
const OTHERS = [chalk.reset('info'), chalk.green('ok'), '한국', 'é', chalk.red('한'), chalk.bold('x'), '😀']

describe('[U] table', () => {
  it('has columns two spaces apart, and no spaces at the ends', () => {
    const rows = [
      ['a', 'long cell', ''],
      [chalk.red('red'), '1', 'x'],
    ]
    expect(tableText(['one', 'two', ''], rows)).to.equal(
      `one  two\na    long cell\n${chalk.red('red')}  1          x`,
    )
  })

  it('is the one that the library makes, with and without colours', () => {
    const random = randomFrom(7)
    for (let time = 0; time < 300; time++) {
      const cells = time % 2 === 0 ? CELLS : [...CELLS, ...OTHERS]
      const rows = Array.from({length: 1 + (time % 5)}, () => ['x', pick(random, cells), pick(random, cells)])
      const head = ['node', 'state of it', 'last']
      expect(tableText(head, rows)).to.equal(byLibrary(head, rows))
    }
  })
})

function byLibrary(head: string[], rows: string[][]): string {
  const none = {top: '', 'top-mid': '', 'top-left': '', 'top-right': '', bottom: '', 'bottom-mid': ''}
  const sides = {'bottom-left': '', 'bottom-right': '', left: '', 'left-mid': '', mid: '', 'mid-mid': ''}
  const table = new Table({
    head,
    chars: {...none, ...sides, right: '', 'right-mid': '', middle: '  '},
    style: {'padding-left': 0, 'padding-right': 0, head: [], border: [], compact: true},
  })
  table.push(...rows)
  return table.toString().replace(/ +$/gm, '')
}
