// node --require test/support/usage.cjs …: writes what the process used into the file that CLUSTERTOOL_USAGE names.
const {writeFileSync} = require('node:fs')
const {Socket} = require('node:net')

/** When the last bytes came from a server, and when the last ones were printed; in milliseconds. */
let read = 0
let printed = 0

const push = Reflect.get(Socket.prototype, 'push')
Socket.prototype.push = function (...args) {
  if (this.remotePort !== undefined && args[0] !== null) read = performance.now()
  return Reflect.apply(push, this, args)
}
const write = Reflect.get(process.stdout, 'write')
process.stdout.write = function (...args) {
  const result = Reflect.apply(write, this, args)
  printed = performance.now()
  return result
}

process.on('exit', () => {
  const {userCPUTime, systemCPUTime, maxRSS} = process.resourceUsage()
  const usage = {
    cpuMs: (userCPUTime + systemCPUTime) / 1000,
    peakMB: maxRSS / 1024,
    printMs: Math.max(0, printed - read),
  }
  writeFileSync(process.env.CLUSTERTOOL_USAGE, JSON.stringify(usage))
})
