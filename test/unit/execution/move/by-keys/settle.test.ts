import {expect} from 'chai'
import {wayOut} from '../../../../../src/execution/move/by-keys/settle.js'

describe('[U] wayOut', () => {
  const half = (onSource: number | undefined, onTarget: number | undefined, more = {}) =>
    wayOut({
      keysOnSource: onSource,
      keysOnTarget: onTarget,
      closing: false,
      sent: true,
      targetStands: true,
      ...more,
    })

  it('is back if no keys are on the target, and forward if none are left on the source', () => {
    expect(half(3, 0)).to.equal('back')
    expect(half(0, 0)).to.equal('back')
    expect(half(0, 3)).to.equal('forward')
    expect(half(2, 1)).to.equal('leave')
  })

  it('is not back once the target was told that it is the owner', () => {
    expect(half(0, 0, {closing: true})).to.equal('forward')
    expect(half(1, 0, {closing: true})).to.equal('leave')
    expect(half(0, undefined, {closing: true})).to.equal('leave')
  })

  it('leaves slots of which keys were sent to a target that was restarted or replaced: its replica may have the keys', () => {
    expect(half(0, 0, {targetStands: false})).to.equal('leave')
    expect(half(3, 0, {targetStands: false})).to.equal('leave')
    expect(half(0, 0, {targetStands: false, closing: true})).to.equal('leave')
    expect(half(3, 0, {targetStands: false, sent: false})).to.equal('back')
  })

  it('closes slots of which no keys were sent if the target cannot be asked, and leaves others', () => {
    expect(half(3, undefined, {sent: false})).to.equal('back')
    expect(half(3, undefined)).to.equal('leave')
    expect(half(undefined, 0)).to.equal('leave')
  })
})
