import {html} from '../html.js'

/** How the page looks on paper: everything is open and nothing scrolls, and the JSON is left out. */
export const PAGE_PRINT = html`<style>
  @media print {
    @page {
      margin: 12mm;
    }
    :root {
      font-size: 9pt;
    }
    body {
      max-width: none;
      padding: 0;
    }
    nav,
    .raw {
      display: none;
    }
    h2 {
      break-after: avoid;
    }
    tr,
    .finding,
    .slot-map {
      break-inside: avoid;
    }
    .scroll {
      overflow: visible;
    }
    .scroll tbody th {
      position: static;
    }
    table {
      font-size: 7pt;
    }
    th,
    td {
      white-space: normal;
      padding-right: 0.4rem;
    }
    tbody th,
    td code {
      min-width: 6.5rem;
      overflow-wrap: anywhere;
    }
    .badge {
      font-size: inherit;
    }
    .bar {
      width: 5rem;
    }
    details::details-content {
      content-visibility: visible;
      display: block;
    }
    .badge,
    .verdict,
    .key,
    .bar,
    .slot-map {
      print-color-adjust: exact;
      -webkit-print-color-adjust: exact;
    }
  }
</style>`
