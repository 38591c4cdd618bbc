import type {ChangeTextOptions} from '../report/change-text.js'

/** What draws the plan of a dry run, if it was asked for; it is loaded only then. */
export async function planPicture(flags: {readonly map: boolean}): Promise<ChangeTextOptions['picture']> {
  return flags.map ? (await import('../report/map/plan-map.js')).planMapText : undefined
}
