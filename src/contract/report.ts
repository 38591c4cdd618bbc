import type {WrittenReport} from '../domain/cluster-report.js'
import {type CommandDocument, documentOf} from './document.js'

/** The document of `report --json`. */
export function reportDocument(written: WrittenReport): CommandDocument<'report'> {
  return documentOf('report', written)
}
