import type {Command} from '@oclif/core'
import {CommandHelp, Help} from '@oclif/core/help'
import {unknownCommand, type CommandId} from './first-word.js'
import {GROUP_OF, GROUPS} from './help-groups.js'
import {HELP_PAGES} from './help-topics.js'

const CONNECTION = 'CONNECTION'
const MOST_COLUMNS = 78
const CONNECTION_LINE = 'How to log in, TLS, time limits, Docker and NAT: clustertool help connection'

type Section = {readonly header: string; readonly generate: (...given: never[]) => unknown}

/** The help of a command: examples first, then its own flags. All commands have the same connection flags. */
class OneCommandHelp extends CommandHelp {
  protected override sections() {
    const places = ['USAGE', 'EXAMPLES', 'ARGUMENTS', 'FLAGS', 'CONNECTION', 'DESCRIPTION']
    const place = ({header}: Section) => (places.indexOf(header) + places.length) % places.length
    const connection = {header: CONNECTION, generate: () => this.hasConnection() && CONNECTION_LINE}
    return [...super.sections(), connection].toSorted((a, b) => place(a) - place(b)) as ReturnType<
      CommandHelp['sections']
    >
  }

  protected override usage(): string {
    const {id, usage, args} = this.command
    const bin = this.config.bin
    if (typeof usage === 'string') return this.wrap(`$ ${bin} ${usage}`)
    const words = Object.values(args).map((arg) => this.arg(arg))
    return [`$ ${bin} ${id}`, ...words, '[FLAGS]'].join(' ')
  }

  /** The summary stands above all sections already. */
  protected override description(): string {
    return this.wrap(this.command.description ?? '')
  }

  protected override groupFlags(flags: Command.Flag.Any[]) {
    return super.groupFlags(flags.filter(({helpGroup}) => helpGroup !== CONNECTION))
  }

  /** The flags that all commands have, with their descriptions. */
  connectionRows(): [string, string | undefined][] {
    const flags = Object.entries(this.command.flags).map(([name, flag]) => ({...flag, name}))
    return this.flags(flags.filter(({helpGroup, hidden}) => helpGroup === CONNECTION && !hidden)) ?? []
  }

  private hasConnection(): boolean {
    return Object.values(this.command.flags).some(({helpGroup}) => helpGroup === CONNECTION)
  }
}

/** All help texts. oclif finds the class by its name in package.json. */
export class ClusterHelp extends Help {
  override CommandHelpClass = OneCommandHelp

  override async showHelp(argv: string[]): Promise<void> {
    const [word = ''] = argv.filter((one) => !one.startsWith('-'))
    const page = word === 'connection' ? this.connectionPage() : HELP_PAGES.get(word)?.text
    if (page !== undefined) return this.log(page)
    if (word !== '' && !this.isKnown(argv)) throw unknownCommand(word)
    await super.showHelp(argv)
  }

  protected override async showRootHelp(): Promise<void> {
    this.log(`${this.config.pjson['description']}\n`)
    this.log(this.section('USAGE', `$ ${this.config.bin} COMMAND [NODE] [FLAGS]`))
    for (const group of GROUPS) this.log(`\n${this.section(group.toUpperCase(), this.groupBody(group))}`)
    const pages = [
      ['connection', 'How to connect and log in'],
      ...[...HELP_PAGES].map(([word, {about}]) => [word, about]),
    ]
    const list = pages.map(([word, about]): [string, string] => [`help ${word}`, `${about}.`])
    this.log(
      `\n${this.section('MORE HELP', this.listOf([['COMMAND --help', 'Examples and flags of a command.'], ...list]))}`,
    )
  }

  private groupBody(group: (typeof GROUPS)[number]): string {
    const commands = this.sortedCommands.filter(({id}) => GROUP_OF[id as CommandId] === group)
    return this.listOf(
      commands.map((command) => [command.id.replaceAll(':', ' '), this.summary(command) ?? '']),
    )
  }

  private listOf(rows: [string, string][]): string {
    // Sections are indented by two columns.
    this.opts.maxWidth = Math.min(this.opts.maxWidth, MOST_COLUMNS)
    return this.renderList(rows, {indentation: 0, spacer: '\n', stripAnsi: this.opts.stripAnsi ?? false})
  }

  /** The connection flags are the same for all commands. */
  private connectionPage(): string {
    const check = this.config.findCommand('check', {must: true})
    const rows = new OneCommandHelp(check, this.config, this.opts).connectionRows()
    return `How to connect and log in: flags of all commands that talk to servers.\n\n${this.section('FLAGS', rows)}`
  }

  private isKnown(argv: readonly string[]): boolean {
    const [first = '', second = ''] = argv.filter((one) => !one.startsWith('-'))
    const ids = this.config.commandIDs
    return (
      ids.includes(first) ||
      ids.includes(`${first}:${second}`) ||
      ids.some((id) => id.startsWith(`${first}:`))
    )
  }
}
