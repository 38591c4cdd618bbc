import {passwordKeyOf, type ShownProfile} from '../../contract/profile.js'
import {count} from '../../domain/count.js'
import type {SeedsOutcome, SeedTest} from '../../domain/seed-test.js'
import {paintFor, type TextOptions} from '../../report/palette.js'
import {tableText} from '../../report/table.js'
import {list, printable} from '../../report/words.js'
import type {ProfileList} from './run.js'

/** The profiles as a table; those that cannot be used below it. */
export function listText({file, exists, profiles}: ProfileList, options: TextOptions): string {
  if (!exists) return `There are no profiles: ${file} does not exist. docs/profiles.md describes it.`
  if (profiles.length === 0) return `There are no profiles in ${file}.`
  const paint = paintFor(options)
  const rows = profiles.map(({name, default: isDefault, seeds, user = '-', tls}) => [
    `${isDefault ? '*' : ' '} ${name}`,
    user,
    tls === undefined ? '?' : tls ? 'yes' : 'no',
    list(seeds, 2) || '?',
  ])
  const problems = profiles.flatMap(({problem}) =>
    problem === undefined ? [] : [paint('error', `[ERR] ${printable(problem)}`)],
  )
  return [tableText(['  profile', 'user', 'TLS', 'seeds'], rows), ...problems, `Read from ${file}.`].join(
    '\n',
  )
}

/** The settings as the file has them, without secrets. */
export function showText({name, file, default: isDefault, settings}: ShownProfile): string {
  const lines = Object.entries(settings).map(([key, value]) => `${key} = ${shownValue(key, value)}`)
  const note = passwordKeyOf(settings) === 'nowhere' ? ['# no password: clustertool does not log in'] : []
  const head = `# ${file}${isDefault ? ', the default profile' : ''}`
  return [head, `[profiles.${name}]`, ...lines, ...note].join('\n')
}

/** A command may contain a password, so only its first word is shown. */
function shownValue(key: string, value: unknown): string {
  if (key === 'password') return '"***"'
  if (key !== 'password-command') return JSON.stringify(value)
  if (Array.isArray(value)) return `[${JSON.stringify(value[0])}${value.length > 1 ? ', "***"' : ''}]`
  const [, program = ''] = /^([\w./-]+)(?:\s|$)/.exec(String(value)) ?? []
  return JSON.stringify(program === '' ? '***' : program === value ? program : `${program} ***`)
}

/** What each seed answered, and whether they belong together. */
export function testText({seeds, clusters, status, profile}: SeedsOutcome, options: TextOptions): string {
  const paint = paintFor(options)
  const failed = seeds.flatMap(({address, reason}) =>
    reason === undefined ? [] : [`${address}: ${reason}${/[.?]$/.test(reason) ? '' : '.'}`],
  )
  const head = ['seed', 'answers', 'TLS', 'user', 'node', 'role', 'cluster']
  const verdicts: Readonly<Record<typeof status, () => string>> = {
    ok: () => paint('ok', `[OK] ${allUsable(seeds.length, profile)}`),
    incomplete: () =>
      paint('error', `[ERR] ${count(failed.length, 'seed')} of ${seeds.length} cannot be used.`),
    unreachable: () => paint('error', `[ERR] No seed of the profile ${profile} can be used.`),
    'different-clusters': () =>
      paint('error', `[ERR] The seeds are of ${clusters.length} clusters: ${groups()}.`),
  }
  const groups = () => clusters.map((addresses) => list(addresses)).join('; ')
  return [
    tableText(head, seeds.map(seedRow)),
    ...failed.map((line) => paint('error', printable(line))),
    verdicts[status](),
  ].join('\n')
}

function allUsable(seeds: number, profile: string): string {
  return seeds === 1
    ? `The seed of the profile ${profile} can be used.`
    : `All ${seeds} seeds of the profile ${profile} can be used, and are of one cluster.`
}

function seedRow({address, milliseconds, tls = '-', answer}: SeedTest): string[] {
  if (!answer) return [address, 'no', tls, '-', '-', '-', '-']
  const user = answer.user ?? '?'
  return [
    address,
    `${milliseconds} ms`,
    tls,
    answer.login === 'accepted' ? user : `${user} (no login)`,
    answer.node.slice(0, 8),
    answer.role,
    `${answer.clusterState ?? '?'}, ${count(answer.members.length, 'node')}`,
  ]
}
