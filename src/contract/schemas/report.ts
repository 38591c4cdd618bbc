import * as v from 'valibot'
import {count} from './parts.js'

/** The outcome of report. */
export const reportOutcome = v.object({
  file: v.pipe(v.string(), v.description('the page')),
  bytes: count,
  status: v.pipe(v.picklist(['healthy', 'unhealthy']), v.description('of the cluster, as of check')),
  findings: count,
  verdict: v.pipe(v.string(), v.description('in a few words')),
})
