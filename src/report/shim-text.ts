/** A script that stands for an older tool. */
export type Shim = {
  readonly name: string
  /** Absolute. */
  readonly folder: string
  readonly path: string
}

/** Where it is and how it comes to be used. */
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
