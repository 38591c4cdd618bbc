// npm run bench -- create [nodes...] | startup
import {benchCheck, benchStartup} from './check.js'
import {benchCreate} from './create.js'

const [name, ...rest] = process.argv.slice(2)

const BENCHES: Readonly<Record<string, () => Promise<void>>> = {
  create: () => benchCreate(rest.length > 0 ? rest.map(Number) : [6, 30, 100]),
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
