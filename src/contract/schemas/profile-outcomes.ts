import * as v from 'valibot'
import {count, nodeId, role} from './parts.js'
import {profile} from './profile.js'

const name = v.string()
const file = v.pipe(v.string(), v.description('the configuration file'))
const isDefault = v.pipe(v.boolean(), v.description('whether a command without a node uses it'))
const passwordFrom = v.pipe(
  v.picklist(['nowhere', 'password', 'password-file', 'password-command']),
  v.description('the key that says what the password is'),
)

/** The outcome of profile list. */
export const profileListOutcome = v.object({
  file,
  exists: v.pipe(v.boolean(), v.description('whether there is such a file')),
  profiles: v.array(
    v.object({
      name,
      default: isDefault,
      problem: v.optional(v.pipe(v.string(), v.description('why it cannot be used'))),
      seeds: v.array(v.string()),
      user: v.optional(v.string()),
      passwordFrom: v.optional(passwordFrom),
      tls: v.optional(v.boolean()),
    }),
  ),
})

const {password: _password, 'password-command': _command, ...shown} = profile.entries

/** The outcome of profile show. */
export const profileShowOutcome = v.object({
  name,
  file,
  default: isDefault,
  passwordFrom,
  settings: v.pipe(v.object(shown), v.description('as in the file, without password and password-command')),
})

/** The outcome of profile test. */
export const profileTestOutcome = v.object({
  status: v.picklist(['ok', 'incomplete', 'unreachable', 'different-clusters']),
  profile: name,
  file,
  seeds: v.array(
    v.object({
      address: v.string(),
      answers: v.boolean(),
      reason: v.optional(v.pipe(v.string(), v.description('why it cannot be used'))),
      milliseconds: count,
      tls: v.optional(v.pipe(v.string(), v.description('version of TLS; missing without TLS'))),
      login: v.optional(
        v.pipe(v.picklist(['accepted', 'not-needed']), v.description('what became of the password')),
      ),
      user: v.optional(v.pipe(v.string(), v.description('as whom the connection is logged in'))),
      node: v.optional(nodeId),
      role: v.optional(role),
      version: v.optional(v.string()),
      clusterState: v.optional(v.picklist(['ok', 'fail'])),
      knownNodes: v.optional(count),
    }),
  ),
  clusters: v.pipe(
    v.array(v.array(v.string())),
    v.description('the seeds that answer, by cluster; there should be one'),
  ),
})
