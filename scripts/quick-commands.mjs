// src/index.ts with fewer commands: those of bin/quick.cjs.
import {readFileSync} from 'node:fs'
import {createRequire} from 'node:module'
import {fileURLToPath} from 'node:url'

const quick = createRequire(import.meta.url)('../bin/quick.cjs')
const source = fileURLToPath(new URL('../src/index.ts', import.meta.url))

/**
 * The text without the imports of other commands, and without their places in the table. Throws if a name has no
 * command.
 */
export function withoutOthers(text, names) {
  const commands = [...text.matchAll(/^import (\w+) from '\.\/commands\/([\w-]+)\/command\.js'$/gm)]
  const kept = new Set(
    commands.filter(([, , name]) => names.includes(name)).map(([, className]) => className),
  )
  if (kept.size !== names.length) throw new Error(`src/index.ts has not all of: ${names.join(', ')}`)
  const isOther = (line) => {
    const [, className] =
      /^import (\w+) from '\.\/commands\//.exec(line) ?? /^ {2}(?:[\w':-]+: )(\w+),$/.exec(line) ?? []
    return className !== undefined && !kept.has(className)
  }
  return text
    .split('\n')
    .filter((line) => !isOther(line))
    .join('\n')
}

export const quickCommands = {
  name: 'quick-commands',
  setup({onResolve, onLoad}) {
    onResolve({filter: /^quick-commands$/}, () => ({path: source, namespace: 'quick-commands'}))
    onLoad({filter: /.*/, namespace: 'quick-commands'}, () => ({
      contents: withoutOthers(
        readFileSync(source, 'utf8'),
        quick.filter((word) => !word.startsWith('-')),
      ),
      loader: 'ts',
      resolveDir: fileURLToPath(new URL('../src', import.meta.url)),
    }))
  },
}
