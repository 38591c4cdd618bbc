// Exits with 0 if node_modules contains what package-lock.json requires, otherwise with 1. As its last action, npm
// writes what it installed to node_modules/.package-lock.json, without packages for other systems.
import {readFileSync} from 'node:fs'

const read = (file) => JSON.parse(readFileSync(new URL(`../${file}`, import.meta.url), 'utf8')).packages

const isCurrent = () => {
  const installed = read('node_modules/.package-lock.json')
  return Object.entries(read('package-lock.json')).every(
    ([path, {version, optional}]) => path === '' || optional || installed[path]?.version === version,
  )
}

try {
  process.exitCode = isCurrent() ? 0 : 1
} catch {
  process.exitCode = 1
}
