import type {Run, Screen, Style} from './screen.js'

export type Theme = {
  readonly background: string
  readonly border: string
  readonly text: string
  /** The first 16 colours of the terminal. */
  readonly palette: readonly string[]
}

/** The colours of GitHub, on which the text has enough contrast. */
export const THEMES: Readonly<Record<'light' | 'dark', Theme>> = {
  light: {
    background: '#ffffff',
    border: '#d0d7de',
    text: '#1f2328',
    palette: [
      '#24292f',
      '#cf222e',
      '#116329',
      '#7d4e00',
      '#0969da',
      '#8250df',
      '#1b7c83',
      '#57606a',
      '#57606a',
      '#a40e26',
      '#1a7f37',
      '#633c01',
      '#218bff',
      '#a475f9',
      '#3192aa',
      '#6e7781',
    ],
  },
  dark: {
    background: '#0d1117',
    border: '#30363d',
    text: '#e6edf3',
    palette: [
      '#484f58',
      '#ff7b72',
      '#3fb950',
      '#d29922',
      '#58a6ff',
      '#bc8cff',
      '#39c5cf',
      '#b1bac4',
      '#8b949e',
      '#ffa198',
      '#56d364',
      '#e3b341',
      '#79c0ff',
      '#d2a8ff',
      '#56d4dd',
      '#f0f6fc',
    ],
  },
}

export type Picture = {
  readonly title: string
  /** What the picture shows, for those who cannot see it. */
  readonly description: string
  /** Characters in a row. */
  readonly columns: number
  readonly screen: Screen
  readonly theme: Theme
}

const FONT_SIZE = 14
/** Of a character and a row, in pixels. */
const WIDTH = 8.4
const HEIGHT = 19
const MARGIN = 16
const FONTS =
  "ui-monospace, SFMono-Regular, 'SF Mono', Menlo, Consolas, 'Liberation Mono', 'DejaVu Sans Mono', monospace"

/** An SVG image of a terminal. Its text can be selected and read aloud; columns stay aligned in every font. */
export function toSvg({title, description, columns, screen, theme}: Picture): string {
  const width = round(columns * WIDTH + 2 * MARGIN)
  const height = screen.length * HEIGHT + 2 * MARGIN
  const lines = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="title desc">`,
    `<title id="title">${escapeXml(title)}</title>`,
    `<desc id="desc">${escapeXml(description)}</desc>`,
    `<rect x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" rx="8" fill="${theme.background}" stroke="${theme.border}"/>`,
    `<g font-family="${FONTS}" font-size="${FONT_SIZE}" fill="${theme.text}" xml:space="preserve" style="white-space: pre">`,
    ...screen.flatMap((row, at) => rowLines(row, MARGIN + at * HEIGHT + FONT_SIZE, theme)),
    '</g>',
    '</svg>',
  ]
  return `${lines.join('\n')}\n`
}

function rowLines(row: readonly Run[], y: number, theme: Theme): string[] {
  let column = 0
  return row.flatMap(({text, style}) => {
    const start = column + text.length - text.trimStart().length
    column += text.length
    const shown = text.trim()
    if (shown === '') return []
    const place = `x="${round(MARGIN + start * WIDTH)}" y="${y}" textLength="${round(shown.length * WIDTH)}"`
    return [`<text ${place}${styleWords(style, theme)}>${escapeXml(shown)}</text>`]
  })
}

function styleWords({color, bold, dim}: Style, theme: Theme): string {
  return [
    color === undefined ? '' : ` fill="${colorOf(color, theme)}"`,
    bold ? ' font-weight="bold"' : '',
    dim ? ' opacity="0.65"' : '',
  ].join('')
}

/** Throws for a colour beyond the first 16, which clustertool does not use. */
function colorOf(index: number, {palette}: Theme): string {
  const color = palette[index]
  if (color === undefined) throw new Error(`The themes have no colour ${index}`)
  return color
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

function round(pixels: number): number {
  return Math.round(pixels * 10) / 10
}
