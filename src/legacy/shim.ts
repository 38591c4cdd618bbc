import type {ShimName} from '../cli/legacy-port.js'
import {optionsWithWord} from './argv/redis-cli-options.js'

/** The second line of every shim; what lacks it is somebody else's file. */
export const SHIM_MARK = '# Made by clustertool shim'

/** The text of a POSIX shell script that stands for `name`; what is for the cluster manager goes to `program`. */
export function shimScript(name: ShimName, program: readonly string[]): string {
  const clustertool = program.map(quote).join(' ')
  const text = name.startsWith('redis-trib')
    ? [`exec ${clustertool} --as redis-trib "$@"`]
    : [...clusterPart(name, clustertool), ...otherPart(name)]
  return ['#!/bin/sh', `${SHIM_MARK}, in place of ${name}.`, ...text, ''].join('\n')
}

/** Options end at the first word that is neither one nor the value of one, for the real program too. */
function clusterPart(name: ShimName, clustertool: string): string[] {
  return [
    'value=no',
    'for word in "$@"; do',
    '  if [ "$value" = yes ]; then value=no; continue; fi',
    '  case $word in',
    `    --cluster) exec ${clustertool} --as ${name} "$@" ;;`,
    `    ${optionsWithWord().join('|')}) value=yes ;;`,
    '    -*) ;;',
    '    *) break ;;',
    '  esac',
    'done',
  ]
}

/** The real program is the first on PATH that is no shim, wherever that one lies. */
function otherPart(name: ShimName): string[] {
  return [
    'set -f',
    'IFS=:',
    'for folder in $PATH; do',
    `  program=\${folder:-.}/${name}`,
    '  if [ -f "$program" ] && [ -x "$program" ]; then',
    '    second=',
    '    { IFS= read -r first; IFS= read -r second; } <"$program" 2>/dev/null',
    '    case $second in',
    `      '${SHIM_MARK}'*) ;;`,
    '      *) exec "$program" "$@" ;;',
    '    esac',
    '  fi',
    'done',
    `echo "Error: there is no ${name} on PATH but this one, which only passes --cluster on to clustertool." >&2`,
    'exit 127',
  ]
}

function quote(word: string): string {
  return `'${word.replaceAll("'", String.raw`'\''`)}'`
}
