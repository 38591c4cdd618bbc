import {expect} from 'chai'
import {readFileSync} from 'node:fs'

type Locked = {
  readonly resolved?: string
  readonly dependencies?: Readonly<Record<string, string>>
  readonly optionalDependencies?: Readonly<Record<string, string>>
}
type Packages = Readonly<Record<string, Locked>>

const FILE = new URL('../../../package-lock.json', import.meta.url)

/** Dependencies without an entry in any folder from which the package would load them; for one, npm ci refuses. */
function missing(packages: Packages): readonly string[] {
  return Object.entries(packages).flatMap(([path, {dependencies, optionalDependencies}]) =>
    Object.keys({...dependencies, ...optionalDependencies})
      .filter((name) => !foldersAbove(path).some((folder) => `${folder}node_modules/${name}` in packages))
      .map((name) => `${path === '' ? 'package.json' : path} needs ${name}`),
  )
}

function foldersAbove(path: string): readonly string[] {
  const end = path.lastIndexOf('node_modules/')
  return path === '' ? [''] : [`${path}/`, ...foldersAbove(end <= 0 ? '' : path.slice(0, end - 1))]
}

describe('[U] package-lock.json', () => {
  const {packages} = JSON.parse(readFileSync(FILE, 'utf8')) as {packages: Packages}

  it('has every package that another one needs, also those for other systems', () => {
    expect(missing(packages)).to.deep.equal([])
  })

  it('would not pass without one of them', () => {
    const {'node_modules/@esbuild/darwin-arm64': _gone, ...rest} = packages
    expect(missing(rest)).to.deep.equal(['node_modules/esbuild needs @esbuild/darwin-arm64'])
  })

  it('asks users to install nothing else, because everything is bundled', () => {
    expect(packages['']?.dependencies).to.equal(undefined)
  })

  it('does not name the registry of one machine', () => {
    expect(Object.values(packages).flatMap(({resolved}) => resolved ?? [])).to.deep.equal([])
  })
})
