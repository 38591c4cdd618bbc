import {readFile} from 'node:fs/promises'

/** The command that installs a server on this system; undefined if the system is unknown. */
export async function installCommand(): Promise<string | undefined> {
  const release = await readFile('/etc/os-release', 'utf8').catch(() => '')
  return installCommandFor(process.platform, release)
}

/** The command for a platform as Node.js names it and the text of its /etc/os-release. */
export function installCommandFor(platform: string, release: string): string | undefined {
  if (platform === 'darwin') return 'brew install redis'
  if (platform !== 'linux') return undefined
  const family = familiesOf(release).find((name) => name in COMMANDS)
  return family === undefined ? undefined : COMMANDS[family]
}

const COMMANDS: Readonly<Record<string, string>> = {
  debian: 'sudo apt-get install redis-server',
  ubuntu: 'sudo apt-get install redis-server',
  fedora: 'sudo dnf install valkey',
  rhel: 'sudo dnf install redis',
  centos: 'sudo dnf install redis',
  alpine: 'sudo apk add redis',
  arch: 'sudo pacman -S valkey',
  opensuse: 'sudo zypper install redis',
  suse: 'sudo zypper install redis',
}

// ID first, because it is the system itself; ID_LIKE lists related systems, the nearest first.
function familiesOf(release: string): string[] {
  return ['ID', 'ID_LIKE'].flatMap((key) => {
    const value = new RegExp(`^${key}=(.*)$`, 'm').exec(release)?.[1] ?? ''
    return value.replaceAll(/["']/g, '').split(/\s+/).filter(Boolean)
  })
}
