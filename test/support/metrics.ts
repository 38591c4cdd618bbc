/** The value of a series in metrics as text; undefined if there is none. `labels` is a part of its labels. */
export function metricIn(text: string, name: string, labels = ''): number | undefined {
  const line = text.split('\n').find((one) => one.startsWith(`${name}{`) || one.startsWith(`${name} `))
  const found = labels === '' ? line : linesOf(text, name).find((one) => one.includes(labels))
  return found === undefined ? undefined : Number(found.slice(found.lastIndexOf(' ') + 1))
}

function linesOf(text: string, name: string): string[] {
  return text.split('\n').filter((line) => line.startsWith(`${name}{`))
}

/** What a server says that wants to be more than text: of no use to a terminal, a page or a parser. */
const HOSTILE = {
  /** Without spaces, as CLUSTER NODES has it. */
  hostname: '<img/src=x>"\\\u001B[2J',
  version: '7.0.15</script><b>"\\\u001B]0;owned\u0007',
  zone: '"} 1 clustertool_up{x="\u0000\u009B31m',
} as const

const ID = 'a'.repeat(40)

/** The answers of a made-up node that says such things; see startFakeNode. */
export const HOSTILE_NODE = {
  nodes: `${ID} 127.0.0.1:PORT@17000,${HOSTILE.hostname} myself,master - 0 0 1 connected 0-16383\n`,
  info: `redis_version:${HOSTILE.version}\r\navailability_zone:${HOSTILE.zone}\r\ncluster_enabled:1\r\nrole:master\r\nused_memory:1\r\n`,
}
