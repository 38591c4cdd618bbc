// Loaded into a program with faults in it: decides which call of which function throws. In
// CLUSTERTOOL_TEST_FAULT_PLACES, `a:3>b:1` is the first call of b after the third of a.
const steps = process.env.CLUSTERTOOL_TEST_FAULT_PLACES.split('>').map((step) => step.split(':'))
let at = 0
let calls = 0

globalThis.clustertoolTestFault = (name) => {
  const [wanted, times] = steps[at] ?? []
  if (name !== wanted || ++calls < Number(times)) return
  calls = 0
  at++
  if (at === steps.length) throw new TypeError(`injected in ${name}`)
}
