import {readFileSync} from 'node:fs'

/** A command line as it is typed: variables, the program, its arguments. */
export type ShellLine = {
  readonly env: Readonly<Record<string, string>>
  /** Without folders. */
  readonly programName: string
  readonly argv: readonly string[]
}

/** Takes a line apart as a shell does; quotes, but no escapes or expansions. */
export function parseShellLine(line: string): ShellLine {
  const words = splitWords(line)
  const start = words.findIndex((word) => !/^[A-Z_]+=/.test(word))
  const env = Object.fromEntries(words.slice(0, start).map((word) => word.split('=', 2) as [string, string]))
  return {env, programName: (words[start] ?? '').replace(/^.*\//, ''), argv: words.slice(start + 1)}
}

/** The words of a line; what is in quotes stays together. */
export function splitWords(line: string): readonly string[] {
  const words = line.match(/(?:'[^']*'|"[^"]*"|[^\s'"])+/g) ?? []
  return words.map((word) =>
    word.replaceAll(/'([^']*)'|"([^"]*)"/g, (_, single, double) => `${single ?? double}`),
  )
}

/** Old command lines and what they become, from a file beside this one: a line, and below it an arrow and the other. */
export function readLines(file: string): readonly (readonly [old: string, ours: string])[] {
  const text = readFileSync(new URL(file, import.meta.url), 'utf8')
  return [...text.matchAll(/^([^#\s].*)\n {2}->(.*)$/gm)].map(([, old = '', ours = '']) => [old, ours.trim()])
}
