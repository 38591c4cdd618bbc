import * as Flags from '@oclif/core/flags'
import {figureFlags, figureOptions, refuseIdle} from '../../cli/figure-flags.js'
import type {FlagsOf} from '../../cli/flags-of.js'
import {zoneFlags} from '../../cli/flags.js'
import {wideFlag} from '../../cli/output-flags.js'
import {SLOT_MEASURES} from '../../domain/slot-figures.js'
import type {SlotsRequest} from '../../operations/info.js'

/** The flags of info, besides the connection flags. */
export const infoFlags = {
  ...zoneFlags,
  ...wideFlag,
  slots: Flags.boolean({
    description: 'Also show the slots with the most keys, or with the most of what --by says.',
    default: false,
  }),
  top: Flags.integer({
    description: 'With --slots: how many slots. Default: 20.',
    min: 1,
    max: 16_384,
  }),
  by: Flags.option({
    description:
      'With --slots: what they are sorted by. ops and cpu: the CPU time of commands; network: bytes sent and received; these need cluster-slot-stats-enabled. Default: keys.',
    options: SLOT_MEASURES,
  })(),
  ...figureFlags,
}

const TOP = 20

/** The slots that the flags ask for; undefined: none. Throws USAGE. */
export function slotsRequest(flags: FlagsOf<typeof infoFlags>): SlotsRequest | undefined {
  if (!flags.slots) {
    refuseIdle(flags, ['top', 'by', ...Object.keys(figureFlags)], '--slots')
    return undefined
  }
  return {...figureOptions(flags), top: flags.top ?? TOP, by: flags.by ?? 'keys'}
}
