/** What one folder of src may import: other folders, and libraries by the start of their names. */
type Wall = {readonly folders: readonly string[]; readonly libraries: readonly string[]}

const FILES = ['node:fs', 'node:path', 'node:os', 'node:crypto']

/**
 * Which folder may import which other; this is the only place that defines it. Outer folders import inner ones. `.` is
 * src/index.ts. domain, checks and planning are pure: no input or output, no clock, no library.
 */
export const WALLS: Readonly<Record<string, Wall>> = {
  domain: {folders: [], libraries: []},
  checks: {folders: ['domain'], libraries: []},
  planning: {folders: ['domain', 'checks'], libraries: []},
  redis: {
    folders: ['domain'],
    libraries: ['ioredis', 'cluster-key-slot', 'node:net', 'node:tls', 'node:dns', 'node:timers', ...FILES],
  },
  // Only parsers load schemas; mappers only import types from them.
  contract: {folders: ['domain'], libraries: ['valibot']},
  storage: {folders: ['domain', 'contract'], libraries: FILES},
  journal: {folders: ['domain', 'contract', 'storage'], libraries: [...FILES, 'node:child_process']},
  control: {folders: ['domain', 'contract'], libraries: ['node:net', ...FILES]},
  profiles: {
    folders: ['domain', 'contract'],
    libraries: ['smol-toml', ...FILES, 'node:child_process', 'node:stream'],
  },
  local: {
    folders: ['domain', 'storage'],
    libraries: [...FILES, 'node:child_process', 'node:net', 'node:events', 'node:timers', 'node:util'],
  },
  execution: {folders: ['domain', 'redis'], libraries: ['node:timers']},
  operations: {
    folders: [
      'domain',
      'checks',
      'planning',
      'redis',
      'execution',
      'contract',
      'control',
      'journal',
      'storage',
    ],
    libraries: ['node:timers', 'node:child_process', 'node:process', ...FILES],
  },
  // What Prometheus reads; prom-client is loaded only when metrics are printed.
  metrics: {
    folders: ['domain', 'checks', 'planning', 'operations', 'report'],
    libraries: ['prom-client', 'node:http', 'node:net', 'node:events', ...FILES],
  },
  report: {
    folders: ['domain', 'contract'],
    libraries: ['chalk', 'cli-table3', 'get-east-asian-width', 'ora'],
  },
  cli: {
    folders: ['domain', 'contract', 'redis', 'storage', 'journal', 'profiles', 'operations', 'report'],
    libraries: ['@oclif/core', 'inquirer', 'node:sea', 'node:stream', 'node:readline', 'node:tty', ...FILES],
  },
  commands: {
    folders: [
      'domain',
      'contract',
      'planning',
      'redis',
      'storage',
      'journal',
      'local',
      'metrics',
      'profiles',
      'operations',
      'report',
      'cli',
    ],
    libraries: ['@oclif/core', 'node:timers', ...FILES],
  },
  // A program of its own, which must start at once: no oclif, no ioredis, no command.
  completion: {folders: ['domain', 'control', 'journal', 'profiles'], libraries: []},
  // Only src/index.ts imports it, in one line: scripts/without-legacy.sh deletes both.
  legacy: {folders: ['domain', 'planning', 'report', 'cli'], libraries: []},
  '.': {folders: ['commands', 'cli', 'legacy'], libraries: []},
}
