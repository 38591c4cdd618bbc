import {
  type Command,
  type Flag,
  type FlagGroup,
  groupsOf,
  ownFlags,
  sharedGroups,
  visibleCommands,
} from './manifest.js'
import {escapeText, macro, paragraph, verbatim, wrapped} from './roff.js'

/** A term and what it means: an exit code, or a variable. */
export type Term = {readonly term: string; readonly text: string}

export type PageInput = {
  readonly manifest: {readonly commands: Readonly<Record<string, Command>>; readonly version: string}
  /** The description in package.json. */
  readonly description: string
  readonly exitCodes: readonly Term[]
  readonly environment: readonly Term[]
  readonly files: readonly Term[]
}

const BIN = 'clustertool'

/** The man page clustertool(1) in the macros of man(7). */
export function manPage({manifest, description, exitCodes, environment, files}: PageInput): string {
  const commands = visibleCommands(manifest)
  const groups = sharedGroups(commands)
  const lines = [
    String.raw`.\" Made by npm run build.`,
    macro('TH', BIN.toUpperCase(), '1', '', `${BIN} ${manifest.version}`),
    macro('SH', 'NAME'),
    String.raw`${BIN} \- ${escapeText(nameLine(description))}`,
    macro('SH', 'SYNOPSIS'),
    macro('B', BIN),
    macro('I', 'COMMAND'),
    '[ARGUMENTS] [FLAGS]',
    '.br',
    macro('B', BIN),
    macro('I', 'COMMAND'),
    verbatim('--help'),
    macro('SH', 'DESCRIPTION'),
    ...paragraph(description),
    '.PP',
    ...paragraph('Commands that change a cluster show a plan before they change anything.'),
    macro('SH', 'COMMANDS'),
    ...commands.flatMap((command) => commandLines(command, groups)),
    ...groups.flatMap(({title, flags}) => [macro('SH', titleOf(title)), ...flags.flatMap(flagLines)]),
    macro('SH', 'EXIT STATUS'),
    ...exitCodes.flatMap(termLines),
    macro('SH', 'ENVIRONMENT'),
    ...environment.flatMap(termLines),
    macro('SH', 'FILES'),
    ...files.flatMap(termLines),
    macro('SH', 'SEE ALSO'),
    '.BR redis\\-cli (1),',
    '.BR valkey\\-cli (1)',
  ]
  return `${lines.join('\n')}\n`
}

/** The description up to its colon, as part of a sentence. */
function nameLine(description: string): string {
  const [line = ''] = description.split(':')
  return `${line.slice(0, 1).toLowerCase()}${line.slice(1)}`
}

function titleOf(group: string): string {
  return `${group} FLAGS`
}

function commandLines(command: Command, groups: readonly FlagGroup[]): readonly string[] {
  const words = command.id.replaceAll(':', ' ')
  const shared = groupsOf(command, groups).map(({title}) => titleOf(title))
  return [
    macro('SS', escapeText(words)),
    ...wrapped(usageOf(command)),
    '.PP',
    ...paragraph([command.summary, command.description].filter(Boolean).join(' ')),
    ...ownFlags(command, groups).flatMap(flagLines),
    ...(shared.length > 0 ? ['.PP', ...paragraph(`See also ${listOf(shared)}.`)] : []),
    ...exampleLines(command),
  ]
}

/** The usage line of the command, or one made from its arguments. */
function usageOf({id, usage, args}: Command): string {
  const own = typeof usage === 'string' ? usage : usage?.[0]
  if (own !== undefined) return rendered(`${BIN} ${own}`)
  const words = Object.values(args).map(({name, required}) =>
    required ? name.toUpperCase() : `[${name.toUpperCase()}]`,
  )
  return [BIN, id.replaceAll(':', ' '), ...words, '[FLAGS]'].join(' ')
}

function exampleLines({examples = []}: Command): readonly string[] {
  if (examples.length === 0) return []
  const commands = examples.map((one) => (typeof one === 'string' ? one : one.command))
  return [
    '.PP',
    examples.length > 1 ? 'Examples:' : 'Example:',
    '.PP',
    '.RS',
    '.nf',
    ...commands.map((one) => verbatim(rendered(one))),
    '.fi',
    '.RE',
  ]
}

function rendered(text: string): string {
  return text.replaceAll('<%= config.bin %>', BIN)
}

function flagLines(flag: Flag): readonly string[] {
  const names = escapeText([...(flag.char ? [`-${flag.char}`] : []), `--${flag.name}`].join(', '))
  const value = flag.type === 'option' ? (flag.options?.join('|') ?? flag.helpValue ?? 'VALUE') : undefined
  return [
    '.TP',
    value === undefined ? macro('B', names) : macro('BI', names, escapeText(` ${value}`)),
    ...paragraph(flagText(flag)),
  ]
}

function flagText({description = '', default: preset = false, multiple}: Flag): string {
  const notes = [preset === false ? '' : `Default: ${preset}.`, multiple ? 'Can be repeated.' : '']
  return [description, ...notes].filter((text) => text !== '').join(' ')
}

function termLines({term, text}: Term): readonly string[] {
  return ['.TP', macro('B', escapeText(term)), ...paragraph(text)]
}

function listOf(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`
}
