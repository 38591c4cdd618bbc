import {LEGACY_TOOLS, type LegacyTool} from '../tool.js'

const AS = '--as='

type Taken = {readonly args: readonly string[]; readonly tool?: LegacyTool | undefined}

/** Takes `--as=TOOL` out of the options of one of our command lines, and with it the tool that is imitated. */
export function takeTool(argv: readonly string[]): Taken {
  const end = argv.indexOf('--')
  const options = end < 0 ? argv : argv.slice(0, end)
  const tool = toolOf(options.findLast((word) => toolOf(word)))
  if (!tool) return {args: argv}
  return {args: [...options.filter((word) => !toolOf(word)), ...argv.slice(options.length)], tool}
}

function toolOf(word: string | undefined): LegacyTool | undefined {
  return LEGACY_TOOLS.find((tool) => word === `${AS}${tool}`)
}
