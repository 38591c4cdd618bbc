/** A script that replaces an older tool. */
export type Shim = {
  readonly name: string
  /** Absolute path. */
  readonly folder: string
  readonly path: string
}

/** Where the script is, and how to use it. */
export function shimText({name, folder, path}: Shim): string {
  const what = name.startsWith('redis-trib')
    ? `${name} now runs clustertool.`
    : `${name} --cluster … now runs clustertool; all other calls go to the next ${name} on PATH.`
  return [
    `Wrote ${path}.`,
    what,
    'Put the folder first on PATH:',
    `  export PATH='${folder.replaceAll("'", String.raw`'\''`)}':"$PATH"`,
  ].join('\n')
}
