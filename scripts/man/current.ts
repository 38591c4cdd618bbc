import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {manPage, type PageInput} from './page.js'
import {ENVIRONMENT} from '../../src/cli/environment.js'
import {exitCodesOf, FILES} from './sections.js'

const ROOT = join(import.meta.dirname, '../..')

/** The man page as the files of this checkout say it. */
export function currentPage(): string {
  const manifest = JSON.parse(read('oclif.manifest.json')) as PageInput['manifest']
  const {description} = JSON.parse(read('package.json')) as {readonly description: string}
  return manPage({
    manifest,
    description,
    exitCodes: exitCodesOf(read('docs/exit-codes.md')),
    environment: ENVIRONMENT,
    files: FILES,
  })
}

function read(name: string): string {
  return readFileSync(join(ROOT, name), 'utf8')
}
