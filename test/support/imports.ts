import {readdirSync, readFileSync} from 'node:fs'
import {join, normalize, relative, sep} from 'node:path'

/** An import of a source file: of a file of this project, by its path below src, or of a library. */
export type Import = {readonly file: string; readonly from: string; readonly isOwn: boolean}

const IMPORTS = /^(?:import|export) [^'"]*?from '([^']+)'|^import '([^']+)'|\bimport\('([^']+)'\)/gms

/** All imports of a folder of sources. */
export function importsIn(folder: string): Import[] {
  return sourcesIn(folder).flatMap((path) => {
    const file = relative(folder, path).split(sep).join('/')
    return importsOf(file, readFileSync(path, 'utf8'))
  })
}

/** The imports of one file; its path is below the folder of sources. */
export function importsOf(file: string, text: string): Import[] {
  return [...text.matchAll(IMPORTS)].map(([, named, bare, late]) => {
    const from = named ?? bare ?? late ?? ''
    if (!from.startsWith('.')) return {file, from, isOwn: false}
    return {file, from: normalize(join(file, '..', from)).replace(/\.js$/, '.ts'), isOwn: true}
  })
}

/** The paths of all sources in a folder. */
export function sourcesIn(folder: string): string[] {
  const names = readdirSync(folder, {recursive: true, encoding: 'utf8'})
  return names.filter((name) => name.endsWith('.ts')).map((name) => join(folder, name))
}

/** Files that import each other in a circle, one list for each circle. */
export function cyclesIn(imports: readonly Import[]): string[][] {
  const targets = new Map<string, string[]>()
  for (const {file, from, isOwn} of imports) {
    if (isOwn) targets.set(file, [...(targets.get(file) ?? []), from])
  }
  const done = new Set<string>()
  const cycles: string[][] = []
  for (const start of targets.keys()) visit(start, [])
  return cycles

  function visit(file: string, path: readonly string[]): void {
    const at = path.indexOf(file)
    if (at >= 0) cycles.push(path.slice(at))
    if (at >= 0 || done.has(file)) return
    for (const from of targets.get(file) ?? []) visit(from, [...path, file])
    done.add(file)
  }
}
