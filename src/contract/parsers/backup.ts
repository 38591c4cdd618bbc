import {BACKUP_FORMAT, BACKUP_VERSION, type BackupDescription, type StoredNode} from '../../domain/backup.js'
import {backupDescription, backupNode} from '../schemas/backup.js'
import {envelopeProblem, NO_JSON, parseJson, type Read, read} from './read.js'

/** Reads the text of a nodes.json, of whichever tool. */
export function parseNodes(text: string): Read<StoredNode[]> {
  const document = parseJson(text)
  if (document === undefined) return {problem: NO_JSON}
  if (!Array.isArray(document) || document.length === 0) return {problem: 'it lists no nodes'}
  const nodes: StoredNode[] = []
  for (const [index, node] of document.entries()) {
    const {value, problem} = read(backupNode, node)
    if (problem !== undefined) return {problem: `element ${index + 1} ${inWords(problem)}`}
    nodes.push(value)
  }
  return {value: nodes}
}

/** Reads the text of a backup.json. */
export function parseDescription(text: string): Read<BackupDescription> {
  const document = parseJson(text)
  if (document === undefined) return {problem: NO_JSON}
  const other = envelopeProblem(document, {format: BACKUP_FORMAT, version: BACKUP_VERSION})
  return other === undefined ? read(backupDescription, document) : {problem: other}
}

/** Of the fields that every backup has, whichever tool wrote it. */
const IN_WORDS: readonly (readonly [RegExp, string])[] = [
  [/^it /, 'is not a node'],
  [/^name /, 'has a name that is not the id of a node'],
  [/^host /, 'has no host'],
  [/^port /, 'has no port'],
  [/^replicate /, 'does not say whether it is a replica'],
  [/^slots\b(?!_)/, 'has slots that are not ranges from 0 to 16383'],
  [/^rdb(\.(file|bytes|sha256))? /, 'has an rdb without a file of this folder, bytes or sha256'],
]

function inWords(problem: string): string {
  const words = IN_WORDS.find(([field]) => field.test(problem))?.[1]
  return words === undefined ? `is damaged: ${problem}` : `${words}: ${problem}`
}
