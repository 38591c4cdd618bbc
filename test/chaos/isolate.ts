import {spawn, spawnSync} from 'node:child_process'
import {once} from 'node:events'

const INSIDE = 'CLUSTERTOOL_CHAOS_INSIDE'

/**
 * If this user may not create network namespaces and the system lets users have their own, runs this program again
 * where it may. Returns its exit code; undefined if the program should continue here.
 */
export async function runIsolated(): Promise<number | undefined> {
  if (process.platform !== 'linux' || process.getuid?.() === 0 || process.env[INSIDE]) return undefined
  const spaces = ['--map-root-user', '--net', '--mount']
  // ip keeps the names of namespaces in /run.
  const script = 'mount -t tmpfs none /run && ip link set lo up && exec "$@"'
  const probe = spawnSync('unshare', [...spaces, 'sh', '-c', script, 'sh', 'true'], {stdio: 'ignore'})
  if (probe.status !== 0) return undefined
  const again = [process.execPath, ...process.execArgv, ...process.argv.slice(1)]
  const child = spawn('unshare', [...spaces, 'sh', '-c', script, 'sh', ...again], {
    stdio: 'inherit',
    env: {...process.env, [INSIDE]: '1'},
  })
  // Ctrl-C reaches the child too, and the child has to clean up before this process ends.
  process.on('SIGINT', () => undefined)
  process.on('SIGTERM', () => child.kill('SIGTERM'))
  const [code] = (await once(child, 'exit')) as [number | null]
  return code ?? 1
}
