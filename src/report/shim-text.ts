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
    ? `${name} is clustertool there.`
    : `${name} --cluster … is clustertool there; all else goes to the ${name} that comes next on PATH.`
  return [
    `Wrote ${path}.`,
    what,
    'Put the folder first on PATH:',
    `  export PATH='${folder.replaceAll("'", String.raw`'\''`)}':"$PATH"`,
  ].join('\n')
}
