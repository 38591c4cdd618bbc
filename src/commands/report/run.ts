import {localContext} from '../../cli/local-context.js'
import {pasteable} from '../../cli/paste.js'
import {refuseUnsavable, saveFile} from '../../cli/save-file.js'
import type {Address} from '../../domain/address.js'
import type {WrittenReport} from '../../domain/cluster-report.js'
import {parseDuration} from '../../domain/duration.js'
import {ClusterToolError} from '../../domain/errors.js'
import type {FindingCode} from '../../domain/finding.js'
import {report, type ReportOptions} from '../../operations/report.js'
import type {ConnectionOptions} from '../../redis/connection.js'
import {clusterPage, verdictText} from '../../report/page/cluster-page.js'

type ReportFlags = {
  readonly out: string
  readonly force: boolean
  readonly 'big-keys': boolean
  readonly 'scan-time': string | undefined
  readonly 'slow-log': boolean
}

type ReportWish = Omit<ReportOptions, 'here' | 'ignore'> & {readonly out: string; readonly force: boolean}

/** Reads the flags. Throws USAGE. */
export function parseReport(flags: ReportFlags): ReportWish {
  const {out, force} = flags
  return {out, force, slowLog: flags['slow-log'], bigKeysMs: scanMs(flags)}
}

/** Milliseconds for the search for big keys; undefined if none is wanted. */
function scanMs({'big-keys': isWanted, 'scan-time': text}: ReportFlags): number | undefined {
  if (text === undefined) return isWanted ? SCAN_MS : undefined
  if (!isWanted) throw new ClusterToolError('USAGE', '--scan-time is for --big-keys, which is missing.')
  const limit = parseDuration(text)
  if (limit !== undefined) return limit
  throw new ClusterToolError(
    'USAGE',
    `--scan-time cannot be "${text}": it is a time such as 30s or 5m, and a number alone is in seconds.`,
  )
}

const SCAN_MS = 10_000

type ReportCaller = {
  readonly connection: ConnectionOptions
  readonly version: string
  /** The command line, whose connection flags the commands in the page need. */
  readonly argv: readonly string[]
  /** Findings that the profile says to ignore. */
  readonly ignore: readonly FindingCode[]
}

/** Reads the cluster and writes the page. Throws REFUSED if the file cannot be written, before it reads anything. */
export async function runReport(
  seed: Address,
  {out, force, ...options}: ReportWish,
  {connection, version, argv, ignore}: ReportCaller,
): Promise<WrittenReport> {
  await refuseUnsavable(out, {force})
  const found = await report(seed, {...options, ignore, here: localContext()}, connection)
  const page = clusterPage(found, {version, pasteable: (text) => pasteable(text, argv)})
  await saveFile(out, page, {force})
  const {status, findings} = found.check
  return {
    file: out,
    bytes: Buffer.byteLength(page),
    status,
    findings: findings.length,
    verdict: verdictText(found),
  }
}
