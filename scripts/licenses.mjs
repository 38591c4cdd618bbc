// The licenses of what is bundled, which have to accompany every copy of it.
import {readdirSync, readFileSync} from 'node:fs'

/**
 * The text of dist/LICENSES.txt. `inputs`: the paths of all bundled files, relative to `root`. Throws if a package has
 * neither a license file nor a license in package.json.
 */
export function licenses(root, inputs) {
  const folders = new Set(
    inputs.flatMap((path) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1] ?? []),
  )
  return [...folders]
    .map((folder) => licenseOf(`${root}${folder}`))
    .toSorted((a, b) => (a.title < b.title ? -1 : 1))
    .map(({title, text}) => `${title}\n${'-'.repeat(title.length)}\n\n${text}\n`)
    .join('\n')
}

function licenseOf(folder) {
  const {name, version, license, author} = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8'))
  const file = readdirSync(folder).find((one) => /^licen[cs]e/i.test(one))
  if (!file && !license) throw new Error(`${name} says nothing about its license`)
  const by = author?.name ?? author
  const text = file ? readFileSync(`${folder}/${file}`, 'utf8').trim() : `${license}${by ? `, by ${by}` : ''}`
  return {title: `${name} ${version}`, text}
}
