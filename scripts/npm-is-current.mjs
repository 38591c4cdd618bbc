// Exits 0 when node_modules holds what package-lock.json asks for, 1 when not. npm notes what it installed, at the very
// end, in node_modules/.package-lock.json; packages for other systems are left out there.
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
