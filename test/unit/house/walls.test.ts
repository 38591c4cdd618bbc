import {expect} from 'chai'
import {readFileSync} from 'node:fs'
import {resolve} from 'node:path'
import {cyclesIn, type Import, importsIn, importsOf, sourcesIn} from '../../support/imports.js'
import {WALLS} from './walls.js'

const SRC = resolve(import.meta.dirname, '../../../src')
const FOLDERS = Object.keys(WALLS)

/** Why an import is not allowed; undefined when it is. */
function forbidden({file, from, isOwn}: Import): string | undefined {
  const folder = folderOf(file)
  const wall = WALLS[folder]
  if (!wall) return `${file}: ${folder} is not in the table of walls`
  if (!isOwn) {
    const isAllowed = wall.libraries.some((name) => from === name || from.startsWith(`${name}/`))
    return isAllowed ? undefined : `${file} imports ${from}`
  }
  const other = folderOf(from)
  return other === folder || wall.folders.includes(other) ? undefined : `${file} imports ${from}`
}

function folderOf(file: string): string {
  return file.includes('/') ? (file.split('/')[0] ?? '') : '.'
}

describe('[U] walls between folders', () => {
  it('are kept by every file', () => {
    expect(importsIn(SRC).flatMap((one) => forbidden(one) ?? [])).to.deep.equal([])
  })

  for (const folder of FOLDERS) {
    for (const other of FOLDERS.filter((name) => name !== folder)) {
      const isAllowed = WALLS[folder]?.folders.includes(other)
      it(`${folder} ${isAllowed ? 'may' : 'may not'} import ${other}`, () => {
        const target = other === '.' ? 'index' : `${other}/deep/file`
        const [depth, file] = folder === '.' ? ['.', 'index.ts'] : ['../..', `${folder}/deep/file.ts`]
        const found = importsOf(file, `import {one} from '${depth}/${target}.js'\n`).flatMap(
          (one) => forbidden(one) ?? [],
        )
        expect(found).to.have.length(isAllowed ? 0 : 1)
      })
    }
  }

  it('forbid libraries that are not in the table', () => {
    const texts = [
      "import {Redis} from 'ioredis'",
      "import 'node:fs'",
      "const {a} = await import('inquirer')",
    ]
    for (const text of texts) {
      expect(importsOf('planning/a.ts', text).flatMap((one) => forbidden(one) ?? [])).to.have.length(1)
    }
  })
})

describe('[U] imports', () => {
  it('contain no cycle', () => {
    expect(cyclesIn(importsIn(SRC))).to.deep.equal([])
  })

  it('are recognised if they form a cycle', () => {
    const files = [
      ...importsOf('a/one.ts', "import type {Two} from '../b/two.js'\n"),
      ...importsOf('b/two.ts', "import {\n  one,\n} from '../a/one.js'\n"),
    ]
    expect(cyclesIn(files)).to.deep.equal([['a/one.ts', 'b/two.ts']])
  })
})

describe('[U] names of types', () => {
  it('are declared once each, so that one name has one meaning', () => {
    const places = new Map<string, string[]>()
    for (const path of sourcesIn(SRC)) {
      for (const [, name = ''] of readFileSync(path, 'utf8').matchAll(
        /^(?:export )?(?:type|interface|class) (\w+)/gm,
      )) {
        places.set(name, [...(places.get(name) ?? []), path.slice(SRC.length + 1)])
      }
    }
    expect([...places].filter(([, paths]) => paths.length > 1)).to.deep.equal([])
  })
})
