/** Lines for stdout, and lines for stderr. */
export type Lines = {readonly out: readonly string[]; readonly err: readonly string[]}

/** Writes lines to stdout unchanged. */
export function printLines(lines: readonly string[] = []): void {
  for (const line of lines) process.stdout.write(`${line}\n`)
}
