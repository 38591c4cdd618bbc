// node --require test/support/usage.cjs …: writes what the process used into the file that CLUSTERTOOL_USAGE names.
const {writeFileSync} = require('node:fs')

process.on('exit', () => {
  const {userCPUTime, systemCPUTime, maxRSS} = process.resourceUsage()
  const usage = {cpuMs: (userCPUTime + systemCPUTime) / 1000, peakMB: maxRSS / 1024}
  writeFileSync(process.env.CLUSTERTOOL_USAGE, JSON.stringify(usage))
})
