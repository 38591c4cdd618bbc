/** What a page has to know besides the report. */
export type PageOptions = {
  /** The version of clustertool. */
  readonly version: string
  /** Adds what is needed to the commands in a text, so that they can be pasted. */
  readonly pasteable: (text: string) => string
}
