import * as Flags from '@oclif/core/flags'
import type {Detail, TextOptions} from '../report/palette.js'

/** Whether to print nothing but errors. */
export const quietFlag = {
  quiet: Flags.boolean({description: 'Print nothing but errors.', default: false}),
}

/** Whether tables may be wider than the terminal. */
export const wideFlag = {
  wide: Flags.boolean({description: 'Show whole ids and all columns, however wide.', default: false}),
}

/** How much a command that changes a cluster prints. */
export const detailFlags = {
  ...quietFlag,
  verbose: Flags.boolean({
    description: 'Show the plan step by step, and the whole check of the cluster at the end.',
    default: false,
  }),
}

/** What these flags come to; a command need not have all of them. */
export function textWish(flags: Readonly<Record<string, unknown>>, columns: number | undefined): TextWish {
  const detail: Detail = flags['quiet'] ? 'quiet' : flags['verbose'] ? 'full' : 'short'
  return {detail, wide: Boolean(flags['wide'] ?? flags['verbose']), width: columns}
}

/** How text is laid out, beside its colour. */
export type TextWish = Omit<TextOptions, 'colour'>
