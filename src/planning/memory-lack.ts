/**
 * Why servers cannot load RDB files of these sizes at the same time; undefined if they can. Keys need at least as
 * much memory as their RDB, usually much more, so files that are refused could not have been loaded.
 */
export function memoryLack(sizes: readonly number[], freeBytes: number): string | undefined {
  const bytes = sizes.reduce((sum, size) => sum + size, 0)
  if (bytes <= freeBytes) return undefined
  const files = sizes.length === 1 ? 'The file has' : `The ${sizes.length} files have`
  return `${files} ${megabytes(bytes)}. Servers on this machine have only ${megabytes(freeBytes)} of free memory to load them.`
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`
}
