/** The name of an RDB file with a part of the id of its node: `redis-node-10.0.0.1-7000-4f3a77b0….rdb`. */
export function shortFile(name: string): string {
  return name.replace(/-([0-9a-f]{8})[0-9a-f]{32}(?=\.rdb$)/, '-$1…')
}
