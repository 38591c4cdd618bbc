import {ClusterToolError} from '../domain/errors.js'
import {type FindingCode, SEVERITY} from '../domain/finding.js'
import {nearest} from '../domain/nearest.js'

/** What fails a check beside errors: all warnings, or findings of one code. */
export type FailOn = 'error' | 'warning' | FindingCode

/**
 * Codes of findings; each value is one, or several separated by commas. `where`: what the user wrote them in, such as
 * `--ignore`. Throws USAGE, naming a code that does not exist and the nearest one.
 */
export function parseFindingCodes(values: readonly string[] = [], where: string): FindingCode[] {
  return parseCodes(values, where, Object.keys(SEVERITY) as FindingCode[])
}

/** Like `parseFindingCodes`; `error` and `warning` stand for all findings of that severity. */
export function parseFailOn(values: readonly string[] = [], where: string): FailOn[] {
  return parseCodes(values, where, ['error', 'warning', ...(Object.keys(SEVERITY) as FindingCode[])])
}

function parseCodes<T extends string>(values: readonly string[], where: string, known: readonly T[]): T[] {
  const words = values.flatMap((value) => value.split(',')).map((word) => word.trim())
  return words.map((word) => {
    const code = known.find((one) => one === word)
    if (code !== undefined) return code
    const meant = nearest(word, known)
    const question = meant === undefined ? '' : `; did you mean ${meant}?`
    throw new ClusterToolError('USAGE', `${where}: there is no finding "${word}"${question || '.'}`, {
      hints: ['docs/findings.md lists the codes of findings.'],
    })
  })
}
