import {readFileSync} from 'node:fs'

/** A command line as the user types it: variables, the program, its arguments. */
export type ShellLine = {
  readonly env: Readonly<Record<string, string>>
  /** Without its folder. */
  readonly programName: string
  readonly argv: readonly string[]
}

/** Splits a line as a shell does. Supports quotes, but no escapes or expansions. */
export function parseShellLine(line: string): ShellLine {
  const words = splitWords(line)
  const start = words.findIndex((word) => !/^[A-Z_]+=/.test(word))
  const env = Object.fromEntries(words.slice(0, start).map((word) => word.split('=', 2) as [string, string]))
  return {env, programName: (words[start] ?? '').replace(/^.*\//, ''), argv: words.slice(start + 1)}
}

/** The words of a line; quoted text stays together. */
export function splitWords(line: string): readonly string[] {
  const words = line.match(/(?:'[^']*'|"[^"]*"|[^\s'"])+/g) ?? []
  return words.map((word) =>
    word.replaceAll(/'([^']*)'|"([^"]*)"/g, (_, single, double) => `${single ?? double}`),
  )
}

/**
 * Old command lines and their translations, from a file beside this one: a line, and below it an arrow and the other
 * line.
 */
export function readLines(file: string): readonly (readonly [old: string, ours: string])[] {
  const text = readFileSync(new URL(file, import.meta.url), 'utf8')
  return [...text.matchAll(/^([^#\s].*)\n {2}->(.*)$/gm)].map(([, old = '', ours = '']) => [old, ours.trim()])
}
