import {expect} from 'chai'
import Check from '../../../src/commands/check/command.js'
import {type Address, formatAddress} from '../../../src/domain/address.js'
import {EXIT_CODES} from '../../../src/domain/errors.js'
import {type Finding, type FindingCode, type FindingOf, SEVERITY} from '../../../src/domain/finding.js'
import {check} from '../../../src/operations/check.js'
import {testOperator} from '../../support/state-folder.js'
import {PLAIN} from '../../support/test-cluster.js'
import {until} from '../../support/until.js'

/** What a test expects of a finding, and of the rest of the output of check. */
type Expected<C extends FindingCode> = Partial<Omit<FindingOf<C>, 'code'>> & {
  /** Asserts facts that differ between runs. Without it, the test must give all facts. */
  readonly where?: (finding: FindingOf<C>) => unknown
  /** All other codes that check finds, each once. Default: none. */
  readonly beside?: readonly FindingCode[]
  /** More flags of the command. */
  readonly flags?: readonly '--search-multiple-owners'[]
  /** Repeated before each check, for a cluster that repairs itself within moments. */
  readonly provoke?: () => Promise<unknown>
}

type Found<C extends FindingCode> = (seed: Address, expected: Expected<C>) => Promise<void>

/**
 * Tests that a state of real nodes causes a finding of this code. The body makes the state and calls `found` with the
 * facts. `found` waits up to 10 s until check reports them and nothing else, and asserts the exit code.
 */
export function itFinds<C extends FindingCode>(
  code: C,
  title: string,
  body: (found: Found<C>) => Promise<void>,
): void {
  it(`${code}: ${title}`, async () => {
    let times = 0
    await body(async (seed, expected) => {
      await until(`check finds ${code}`, () => expectFinding(code, seed, expected), 10_000)
      times++
    })
    expect(times, 'times that the test looked for its finding').to.be.above(0)
  })
}

/**
 * Waits until the cluster is in the state that a test needs at its start and end: check finds these codes and no
 * others.
 */
export async function untilFindingsAre(seed: Address, codes: readonly FindingCode[]): Promise<void> {
  await until(
    'check is content',
    async () => {
      const {findings} = await check(seed, {searchOwners: false}, PLAIN)
      expect(codesOf(findings)).to.deep.equal(codes.toSorted())
      return true
    },
    15_000,
  )
}

async function expectFinding<C extends FindingCode>(
  code: C,
  seed: Address,
  {beside = [], flags = [], provoke, where, ...facts}: Expected<C>,
): Promise<true> {
  await provoke?.()
  const searchOwners = flags.includes('--search-multiple-owners')
  const {findings} = await check(seed, {searchOwners, here: testOperator()}, PLAIN)
  const ofCode = findings.filter((finding): finding is FindingOf<C> & Finding => finding.code === code)
  expect(codesOf(findings), JSON.stringify(findings)).to.deep.equal([code, ...beside].toSorted())
  const told = where === undefined ? ofCode : ofCode.map((finding) => pick(finding, Object.keys(facts)))
  expect(told.map(sortIds)).to.deep.include(sortIds(where === undefined ? {code, ...facts} : facts))
  for (const finding of ofCode) where?.(finding)
  expect(await exitCodes(seed, flags), 'exit codes, plain and strict').to.deep.equal(EXITS[SEVERITY[code]])
  return true
}

// A warning is distinguished from an error only without errors, and an info only without warnings.
const EXITS = {
  error: [EXIT_CODES.UNHEALTHY, EXIT_CODES.UNHEALTHY],
  warning: [0, EXIT_CODES.UNHEALTHY],
  info: [0, 0],
}

function pick(finding: object, keys: readonly string[]): unknown {
  return Object.fromEntries(Object.entries(finding).filter(([key]) => keys.includes(key)))
}

function codesOf(findings: readonly Finding[]): FindingCode[] {
  return [...new Set(findings.map(({code}) => code))].sort()
}

/** Sorts all lists of ids: their order follows the view of the seed, which is not fixed. */
function sortIds(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (!Array.isArray(value)) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, sortIds(item)]))
  }
  const items = value.map(sortIds)
  return items.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
}

async function exitCodes(seed: Address, flags: readonly string[]): Promise<number[]> {
  const args = [formatAddress(seed), '--json', '--command-timeout', String(PLAIN.commandTimeoutMs), ...flags]
  return [await exitCodeOf(args), await exitCodeOf([...args, '--strict'])]
}

/** The exit code of the command, which runs in this process as a user runs it. */
async function exitCodeOf(args: string[]): Promise<number> {
  const before = process.exitCode
  try {
    await QuietCheck.run(args, import.meta.url)
    return Number(process.exitCode ?? 0)
  } finally {
    process.exitCode = before
  }
}

class QuietCheck extends Check {
  override logJson(): void {
    // A document would disturb the test report.
  }
}
