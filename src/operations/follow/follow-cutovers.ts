import type {CutoverResult, CutoverWish, Then} from '../../domain/cutover.js'
import type {FollowProgress} from '../../domain/follow.js'
import {compareStill} from './compare-still.js'
import {Cutover} from './cutover.js'
import {notReady} from './follow-ends.js'
import type {FollowRunParts} from './follow-run-parts.js'
import type {Follower} from './follower.js'
import {untilSettled} from './settled-owners.js'

type CutoverNeeds = {
  readonly progress: () => FollowProgress
  readonly followers: () => readonly Follower[]
}

/** The cutovers of an import that follows its source, one after the other, the last of which ends it. */
export class FollowCutovers {
  private readonly parts: FollowRunParts
  private readonly facts: CutoverNeeds
  private cutover: Cutover | undefined
  /** What has become of the source; undefined while it is followed. */
  afterwards: Then | undefined
  /** Whether the import is paused. */
  isPaused: () => boolean = () => false

  constructor(parts: FollowRunParts, facts: CutoverNeeds) {
    this.parts = parts
    this.facts = facts
  }

  /** Closes the source, and compares. Returns why it cannot. */
  async begin(wish: CutoverWish): Promise<string | CutoverResult> {
    const refused = this.refusal(wish)
    if (refused !== undefined) return refused
    const {parts} = this
    const {servers, owners, proposal, stop} = parts
    const compare = (sample: number | undefined) =>
      compareStill({...parts, cluster: proposal.cluster}, sample)
    const settle = () => untilSettled(owners, stop.signal)
    this.cutover = new Cutover({servers, followers: this.facts.followers(), compare, settle})
    return this.cutover.begin(wish)
  }

  /** Says what becomes of the source. Returns why it cannot. */
  async end(afterwards: Then): Promise<string | undefined> {
    if (!this.cutover) return 'it has not been cut over'
    const trouble = await this.cutover.end(afterwards)
    if (trouble !== undefined || afterwards === 'unpause') return trouble
    this.afterwards = afterwards
    this.parts.stop.abort()
    return undefined
  }

  /** The source takes writes again, if it is closed at present. */
  async close(): Promise<void> {
    if (this.cutover?.isHeld) await this.cutover.close()
  }

  private refusal({afterwards}: CutoverWish): string | undefined {
    if (this.cutover?.isHeld) return 'it is being cut over already'
    if (this.isPaused()) return 'it is paused'
    const {isWatched, servers, options} = this.parts
    // Sentinels, and the nodes of a cluster, make a replica primary.
    if (afterwards === 'shutdown' && (isWatched || servers.some(({id}) => id !== undefined))) {
      return 'a replica would take over from a source that is shut down; use --then readonly'
    }
    const {sources, isReady} = this.facts.progress()
    return isReady ? undefined : notReady(sources, options.readyBelowMs)
  }
}
