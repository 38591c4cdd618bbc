import {type LegacyTool, LEGACY_TOOLS} from '../legacy/tool.js'

/** The tool that `--as=` names among the options of a command; src/compat appends it in this form. */
export function typedStyle(argv: readonly string[]): LegacyTool | undefined {
  const end = argv.indexOf('--')
  const options = end < 0 ? argv : argv.slice(0, end)
  const said = options.findLast((word) => word.startsWith('--as='))?.slice('--as='.length)
  return LEGACY_TOOLS.find((style) => style === said)
}
