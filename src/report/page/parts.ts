import {html, type HtmlValue, type Markup} from '../html.js'

/** A part of the page with a heading, to which the list of contents leads. */
export type PagePart = {readonly id: string; readonly title: string; readonly body: HtmlValue}

/** The part as a section. */
export function section({id, title, body}: PagePart): Markup {
  return html`<section id="${id}" aria-labelledby="${id}-title">
    <h2 id="${id}-title">${title}</h2>
    ${body}
  </section> `
}

/** A column: its head, and whether its cells are numbers. */
export type PageColumn = {readonly head: string; readonly numeric?: true}

/** A table; the first cell of each row is its heading. It scrolls if it is wider than the screen. */
export function pageTable(
  caption: string,
  columns: readonly PageColumn[],
  rows: readonly (readonly HtmlValue[])[],
): Markup {
  return html`<figure>
    <figcaption>${caption}</figcaption>
    <div class="scroll" role="region" aria-label="${caption}" tabindex="0">
      <table aria-label="${caption}">
        <thead>
          <tr>
            ${columns.map(({head, numeric}) => html`<th scope="col" ${numeric ? RIGHT : undefined}>${head}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            (row) =>
              html`<tr>
                ${row.map((cell, at) => cellOf(cell, at, columns[at]))}
              </tr> `,
          )}
        </tbody>
      </table>
    </div>
  </figure> `
}

const RIGHT = html` class="number"`

function cellOf(cell: HtmlValue, at: number, column: PageColumn | undefined): Markup {
  const side = column?.numeric ? RIGHT : undefined
  return at === 0 ? html`<th scope="row" ${side}>${cell}</th>` : html`<td${side}>${cell}</td>`
}

/** A bar for a part from 0 to 1; the number stands beside it in the table. */
export function pageBar(part: number): Markup {
  const width = Math.round(Math.max(0, Math.min(1, part)) * 1000) / 10
  return html`<svg class="bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
    <rect class="track" width="100" height="8" />
    <rect class="fill" width="${width}" height="8" />
  </svg>`
}

/** A word in the colour of a severity. */
export function badge(severity: 'error' | 'warning' | 'info' | 'ok', text: string): Markup {
  return html`<span class="badge ${severity}">${text}</span>`
}

/** A paragraph; none for undefined. */
export function paragraph(text: HtmlValue): Markup | undefined {
  return text === undefined ? undefined : html`<p>${text}</p> `
}

/** A number with its thousands marked, or a dash. */
export function numberCell(value: number | undefined): string {
  return value === undefined ? '–' : Math.round(value).toLocaleString('en')
}
