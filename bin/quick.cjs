// Commands that people and scripts run all day. The build puts them into a file of their own, dist/quick.cjs, which
// loads faster than that of all commands. A command that changes a cluster does not belong here: it takes seconds.
module.exports = ['call', 'check', 'info', 'slot', 'wait', '--version']
