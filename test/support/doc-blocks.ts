/** A fenced block of a page: its language, its lines, and the line of the page on which it begins. */
export type DocBlock = {
  readonly language: string
  readonly text: string
  readonly line: number
  readonly why?: string
}

/**
 * The fenced blocks of a Markdown page. A comment `<!-- not run: reason -->` right before a block gives the reason why
 * it cannot be run.
 */
export function blocksOf(page: string): DocBlock[] {
  const found: DocBlock[] = []
  let why: string | undefined
  let open: {language: string; line: number; text: string[]} | undefined
  page.split('\n').forEach((text, index) => {
    const fence = /^ *```(\w*)/.exec(text)
    if (open && fence) {
      found.push({language: open.language, line: open.line, text: open.text.join('\n'), ...(why && {why})})
      open = why = undefined
    } else if (open) open.text.push(text)
    else if (fence) open = {language: fence[1] ?? '', line: index + 1, text: []}
    else if (text.trim() !== '') why = /^<!-- not run: (.*) -->$/.exec(text.trim())?.[1]
  })
  return found
}

/** The clustertool command lines in a block of another language, such as YAML. */
export function commandLinesIn({text}: DocBlock): string[] {
  return [...text.matchAll(/(?:^|[\s"'])(clustertool [^"'\n]*)/g)].map(([, line = '']) => line.trim())
}
