// Loaded into a program with faults in it: decides which call of which function throws. In
// CLUSTERTOOL_TEST_FAULT_PLACES, `a:3>b:1` is the first call of b after the third of a, and
// with `b:1+` each call from then on.
const steps = process.env.CLUSTERTOOL_TEST_FAULT_PLACES.split('>').map((step) => step.split(':'))
let at = 0
let calls = 0
let forever

globalThis.clustertoolTestFault = (name) => {
  const [wanted, times = ''] = steps[at] ?? []
  const isNext = name === wanted && ++calls >= Number.parseInt(times, 10)
  if (isNext) {
    calls = 0
    at++
    if (at === steps.length && times.endsWith('+')) forever = name
  }
  if (name === forever || (isNext && at === steps.length)) throw new TypeError(`injected in ${name}`)
}
