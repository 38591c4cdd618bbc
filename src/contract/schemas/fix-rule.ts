import * as v from 'valibot'

/** Why a step of a repair is taken; docs/fix.md is the table of them. */
export const fixRule = v.picklist([
  'finish-move',
  'close-move',
  'marks-on-replica',
  'mark-to-lost-node',
  'unowned-keys',
  'unowned-importing',
  'unowned-known',
  'unowned-empty',
  'owner-outside',
  'owner-away',
  'owner-lost',
  'owner-lost-replica-left',
  'claimed-twice',
  'orphan-keys',
  'hidden-keys',
  'disputed',
  'epochs-equal',
  'move-under-way',
  'half-known-node',
  'half-forgotten-node',
  'stuck-handshake',
  'replica-of-replica',
  'replica-without-primary',
])
