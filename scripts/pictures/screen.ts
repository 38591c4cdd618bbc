/** How characters look. Colours are indexes of the palette of a terminal (0 to 255); none is the usual colour. */
export type Style = {
  readonly color: number | undefined
  readonly bold: boolean
  readonly dim: boolean
}

/** Neighbouring characters of one style. */
export type Run = {readonly text: string; readonly style: Style}

/** What a terminal shows, row by row, without spaces at the ends of rows and without empty rows at the end. */
export type Screen = readonly (readonly Run[])[]
