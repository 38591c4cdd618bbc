import type {BackupDescription, BackupNode} from '../domain/backup.js'
import type {Full} from './full.js'
import type {BackupDescriptionDocument, BackupNodeDocument} from './schemas/backup.js'

/** The document of backup.json. */
export function descriptionDocument(description: BackupDescription): Full<BackupDescriptionDocument> {
  return description
}

/** The document of nodes.json. */
export function nodesDocument(nodes: readonly BackupNode[]): Full<readonly BackupNodeDocument[]> {
  return nodes
}
