import {ClusterToolError} from '../domain/errors.js'
import type {ChangeTextOptions} from '../report/change-text.js'

type PictureFlags = {
  readonly map: boolean
  readonly 'dry-run': boolean
  readonly simulate?: boolean
  readonly out: string | undefined
}

/**
 * What draws a plan that is not carried out, if it was asked for; it is loaded only then. Throws USAGE if the plan is
 * to be carried out.
 */
export async function planPicture(flags: PictureFlags): Promise<ChangeTextOptions['picture']> {
  if (!flags.map) return undefined
  if (!flags['dry-run'] && !flags.simulate && flags.out === undefined) {
    throw new ClusterToolError(
      'USAGE',
      '--map draws a plan that is not carried out: it needs --dry-run or --out.',
    )
  }
  return (await import('../report/map/plan-map.js')).planMapText
}
