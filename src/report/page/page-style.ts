import {html} from '../html.js'

/** How the page looks on a screen, also on a phone. */
export const PAGE_STYLE = html`<style>
  * {
    box-sizing: border-box;
  }
  body {
    margin: 0 auto;
    max-width: 76rem;
    padding: 1.25rem;
    background: var(--paper);
    color: var(--ink);
    font:
      1rem/1.5 system-ui,
      sans-serif;
    overflow-wrap: break-word;
  }
  h1 {
    font-size: 1.6rem;
    line-height: 1.25;
    margin: 0 0 0.75rem;
  }
  h2 {
    font-size: 1.25rem;
    margin: 2.25rem 0 0.5rem;
    padding-bottom: 0.25rem;
    border-bottom: 1px solid var(--line);
  }
  h3 {
    font-size: 1rem;
    margin: 1rem 0 0.25rem;
  }
  p {
    margin: 0.4rem 0;
    max-width: 60rem;
  }
  ul {
    margin: 0.4rem 0;
    padding-left: 1.25rem;
  }
  a {
    color: var(--info);
  }
  code,
  pre,
  .mono {
    font-family: ui-monospace, monospace;
    font-size: 0.875rem;
  }
  nav ul {
    display: flex;
    flex-wrap: wrap;
    gap: 0.25rem 1rem;
    padding: 0;
    list-style: none;
  }
  .verdict {
    max-width: none;
    margin: 1rem 0;
    padding: 0.75rem 1rem;
    border-left: 0.4rem solid;
    font-size: 1.15rem;
    font-weight: 600;
  }
  .badge {
    display: inline-block;
    padding: 0 0.45rem;
    border-radius: 0.25rem;
    font-size: 0.875rem;
    font-weight: 600;
  }
  .error {
    color: var(--error);
    background: var(--error-paper);
  }
  .warning {
    color: var(--warning);
    background: var(--warning-paper);
  }
  .info {
    color: var(--info);
    background: var(--info-paper);
  }
  .ok {
    color: var(--ok);
    background: var(--ok-paper);
  }
  .facts {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(11rem, 1fr));
    gap: 0.5rem 1.5rem;
    margin: 1rem 0;
  }
  .facts div {
    border-top: 1px solid var(--line);
    padding-top: 0.25rem;
  }
  .facts dt {
    color: var(--soft);
    font-size: 0.875rem;
  }
  .facts dd {
    margin: 0;
    font-weight: 600;
    overflow-wrap: anywhere;
  }
  .finding {
    border-left: 0.25rem solid var(--line);
    padding: 0.1rem 0 0.1rem 0.9rem;
    margin: 0.9rem 0;
  }
  .advice {
    color: var(--soft);
  }
  .advice li,
  .advice p {
    overflow-wrap: anywhere;
  }
  .scroll {
    overflow-x: auto;
  }
  .scroll tbody th {
    position: sticky;
    left: 0;
    background: var(--paper);
  }
  .scroll:focus-visible,
  summary:focus-visible,
  a:focus-visible {
    outline: 2px solid var(--fill);
    outline-offset: 2px;
  }
  table {
    border-collapse: collapse;
    min-width: 100%;
    font-size: 0.9rem;
    font-variant-numeric: tabular-nums;
  }
  figure {
    margin: 0.75rem 0;
  }
  figcaption {
    color: var(--soft);
    font-size: 0.875rem;
    padding-bottom: 0.25rem;
  }
  th,
  td {
    text-align: left;
    vertical-align: top;
    padding: 0.3rem 0.75rem 0.3rem 0;
    border-bottom: 1px solid var(--line);
    white-space: nowrap;
  }
  thead th {
    border-bottom: 2px solid var(--line);
  }
  tbody th {
    font-weight: 600;
  }
  .number {
    text-align: right;
  }
  tr.first > * {
    border-top: 2px solid var(--line);
  }
  .bar {
    display: block;
    width: 10rem;
    height: 0.6rem;
    margin-top: 0.45rem;
  }
  .bar .track {
    fill: var(--line);
  }
  .bar .fill {
    fill: var(--fill);
  }
  .slot-map {
    display: block;
    width: 100%;
    height: auto;
    margin: 0.75rem 0;
  }
  .key {
    display: inline-block;
    min-width: 1.5rem;
    text-align: center;
    font-weight: 700;
    color: #000000;
    border-radius: 0.2rem;
  }
  .key0 {
    background: #8ecbff;
  }
  .key1 {
    background: #b5e08a;
  }
  .key2 {
    background: #e3b8f5;
  }
  .key3 {
    background: #ffd27a;
  }
  .key4 {
    background: #7fdcd0;
  }
  .key5 {
    background: #c9bdf7;
  }
  .key6 {
    background: #e6df7a;
  }
  .key7 {
    background: #f3b48b;
  }
  details {
    margin: 0.75rem 0;
  }
  summary {
    cursor: pointer;
    font-weight: 600;
  }
  pre {
    background: var(--shade);
    padding: 0.75rem;
    overflow: auto;
    max-height: 40rem;
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }
  footer {
    margin-top: 2.5rem;
    padding-top: 0.5rem;
    border-top: 1px solid var(--line);
    color: var(--soft);
    font-size: 0.875rem;
  }
  @media (max-width: 40rem) {
    body {
      padding: 0.75rem;
    }
    h1 {
      font-size: 1.3rem;
    }
    .facts {
      grid-template-columns: 1fr 1fr;
    }
  }
</style>`
