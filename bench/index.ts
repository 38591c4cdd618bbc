// npm run bench -- create [nodes...] | startup | reshard [small|large] [server] [limit] | parallel | fix [clusters] [server] [seed]
// | balance [megabytes] [server] | import [keys] [server] | failover [times] [server] | roll [kills] | watch [nodes] [seconds]
// | control [gigabytes] [server] | thousand [nodes] | calls [nodes] [more]
import {benchBalance} from './balance.js'
import {benchCalls} from './calls.js'
import {benchCheck, benchStartup} from './check.js'
import {benchControl} from './control.js'
import {benchCreate} from './create.js'
import {benchFailover} from './failover.js'
import {benchFix} from './fix.js'
import {benchImport} from './import.js'
import {benchParallel} from './parallel.js'
import {benchReshard} from './reshard.js'
import {benchRoll} from './roll.js'
import {benchThousand} from './thousand.js'
import {benchWatch} from './watch.js'

const [name, ...rest] = process.argv.slice(2)

const BENCHES: Readonly<Record<string, () => Promise<void>>> = {
  create: () => benchCreate(rest.length > 0 ? rest.map(Number) : [6, 30, 100]),
  reshard: () => benchReshard(rest[0] ?? 'small', {server: rest[1], isShort: rest[2] === 'limit'}),
  balance: () => benchBalance(Number(rest[0] ?? 200), rest[1]),
  parallel: benchParallel,
  fix: () => benchFix(Number(rest[0] ?? 25), rest[1], Number(rest[2] ?? 1)),
  import: () => benchImport(Number(rest[0] ?? 1_000_000), rest[1]),
  control: () => benchControl(Number(rest[0] ?? 3), rest[1]),
  failover: () => benchFailover(Number(rest[0] ?? 50), rest[1]),
  roll: () => benchRoll(Number(rest[0] ?? 50)),
  watch: () => benchWatch(Number(rest[0] ?? 100), Number(rest[1] ?? 60)),
  calls: () => benchCalls(Number(rest[0] ?? 100), Number(rest[1] ?? 10)),
  thousand: () => benchThousand(Number(rest[0] ?? 1000)),
  async startup() {
    await benchStartup()
    await benchCheck()
  },
}

const bench = BENCHES[name ?? '']
if (bench) await bench()
else {
  console.error(`usage: npm run bench -- ${Object.keys(BENCHES).join(' | ')}`)
  process.exitCode = 2
}
