import * as Flags from '@oclif/core/flags'
import {type FailOn, parseFailOn, parseFindingCodes} from '../../cli/finding-codes.js'
import type {FlagsOf} from '../../cli/flags-of.js'
import type {FindingCode} from '../../domain/finding.js'

/** Which findings count, and which of them fail a check. */
export const judgingFlags = {
  strict: Flags.boolean({
    description: 'Fail the check on warnings too; the same as --fail-on warning.',
    default: false,
  }),
  'fail-on': Flags.string({
    description:
      'What fails the check besides errors: warning, or the code of a finding. Can be repeated, or a list with commas.',
    multiple: true,
    multipleNonGreedy: true,
    helpValue: 'error|warning|CODE',
  }),
  ignore: Flags.string({
    description:
      'Code of a finding that is neither shown nor counted. Can be repeated, or a list with commas. Verdict lines do not change.',
    multiple: true,
    multipleNonGreedy: true,
    helpValue: 'CODE',
  }),
}

type JudgingFlags = FlagsOf<typeof judgingFlags>

/** What fails the check besides errors. Throws USAGE. */
export function failOn(flags: JudgingFlags): FailOn[] {
  return [...(flags.strict ? (['warning'] as const) : []), ...parseFailOn(flags['fail-on'], '--fail-on')]
}

/** The findings that do not count. Throws USAGE. */
export function ignored(flags: JudgingFlags): FindingCode[] {
  return parseFindingCodes(flags.ignore, '--ignore')
}
