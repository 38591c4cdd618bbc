// Writes completions/ from oclif.manifest.json. With --check it only reports whether the files are current.
import {mkdirSync, readFileSync, writeFileSync} from 'node:fs'
import {fileURLToPath} from 'node:url'
import {bash} from './completions/bash.mjs'
import {fish} from './completions/fish.mjs'
import {readTable} from './completions/table.mjs'
import {zsh} from './completions/zsh.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const manifest = JSON.parse(readFileSync(`${root}oclif.manifest.json`, 'utf8'))
const {topics} = JSON.parse(readFileSync(`${root}package.json`, 'utf8')).oclif

const table = readTable(manifest, topics)
const scripts = {bash: bash(table), zsh: zsh(table), fish: fish(table)}
const stale = Object.entries(scripts).filter(([shell, text]) => text !== readOld(shell))
if (process.argv.includes('--check')) {
  for (const [shell] of stale) console.error(`${fileOf(shell)} is not current; npm run build makes it`)
  process.exitCode = stale.length > 0 ? 1 : 0
} else {
  mkdirSync(`${root}completions`, {recursive: true})
  for (const [shell, text] of stale) writeFileSync(fileOf(shell), text)
}

function fileOf(shell) {
  return `${root}completions/clustertool.${shell}`
}

function readOld(shell) {
  try {
    return readFileSync(fileOf(shell), 'utf8')
  } catch {
    return undefined
  }
}
