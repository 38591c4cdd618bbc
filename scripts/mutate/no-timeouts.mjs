import Mocha from 'mocha'

// Code that Stryker has prepared is slower than the limits of some tests allow. Stryker has a limit of its own.
const {Runnable} = Mocha
// oxlint-disable-next-line typescript/unbound-method -- called with the runnable below
const {timeout} = Runnable.prototype
Runnable.prototype.timeout = function unlimited(...given) {
  return given.length === 0 ? timeout.call(this) : timeout.call(this, 0)
}
