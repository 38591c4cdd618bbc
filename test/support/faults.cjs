// Loaded into the built program by tests: errors that nobody catches, at the moment of a signal.
const FAULTS = {
  rejection: () => void Promise.reject(new Error('injected, with //user:hidden@host')),
  exception: () => setImmediate(() => throwIt()),
  // The next event of a move makes the listener throw.
  listener() {
    process.stderr.write = () => throwIt()
    setTimeout(() => delete process.stderr.write, 300)
  },
}

function throwIt() {
  throw new TypeError('injected, with //user:hidden@host')
}

const fault = FAULTS[process.env.CLUSTERTOOL_TEST_FAULT]
if (process.env.CLUSTERTOOL_TEST_FAULT_AT === 'start') setImmediate(() => fault())
else process.on('SIGUSR2', fault)
