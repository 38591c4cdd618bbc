import type {SeedsOutcome} from '../../../src/domain/seed-test.js'
import {id} from '../../support/snapshot.js'

/** The test of a profile with two seeds, of which one answers. */
export const SEEDS: SeedsOutcome = {
  profile: 'prod',
  file: '/c.toml',
  status: 'incomplete',
  seeds: [
    {address: 'h:1', milliseconds: 3, tls: undefined, reason: 'gone'},
    {
      address: 'h:2',
      milliseconds: 4,
      tls: 'TLSv1.3',
      answer: {
        node: id('a'),
        role: 'replica',
        version: '7.2.4',
        user: 'u',
        login: 'accepted',
        clusterState: 'ok',
        members: [id('a'), id('b')],
      },
    },
  ],
  clusters: [['h:2']],
}
