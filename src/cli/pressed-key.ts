import type {PressedKey} from '../report/watch/keys.js'

export type {PressedKey} from '../report/watch/keys.js'

/** A key as Node.js describes it. */
type NodeKey = {
  readonly name?: string | undefined
  readonly ctrl?: boolean | undefined
  readonly meta?: boolean | undefined
}

/** A key by one name: `a`, `A`, `/`, `space`, `enter`, `up`, `ctrl-c`. `text`: what it types. */
export function pressedKey(text: string | undefined, {name = '', ctrl, meta}: NodeKey): PressedKey {
  if (ctrl) return {name: `ctrl-${name}`, types: undefined}
  const isText = text !== undefined && !meta && /^[^\p{Cc}\p{Cf}]$/u.test(text)
  if (isText) return {name: text === ' ' ? 'space' : text, types: text}
  return {name: NAMES[name] ?? name, types: undefined}
}

const NAMES: Readonly<Record<string, string>> = {return: 'enter'}
