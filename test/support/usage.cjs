// node --require test/support/usage.cjs …: writes what the process used into the file that CLUSTERTOOL_USAGE names.
const {writeFileSync} = require('node:fs')
const {Socket} = require('node:net')

/** When the last bytes came from a server, and when the last ones were printed; in milliseconds. */
let read = 0
let printed = 0

const {push} = Socket.prototype
Socket.prototype.push = function (...args) {
  if (this.remotePort !== undefined && args[0] !== null) read = performance.now()
  return push.apply(this, args)
}
const {write} = process.stdout
process.stdout.write = function (...args) {
  const result = write.apply(this, args)
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
