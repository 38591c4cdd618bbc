import {html} from '../html.js'

/** The colours of the page, light and dark; text has a contrast of 4.5 or more. On paper they are always the light ones. */
export const PAGE_COLOURS = html`<style>
  :root {
    color-scheme: light dark;
    --paper: #ffffff;
    --ink: #1f2328;
    --soft: #57606a;
    --line: #d0d7de;
    --shade: #f6f8fa;
    --error: #a40e26;
    --error-paper: #ffebe9;
    --warning: #6f4a00;
    --warning-paper: #fff8c5;
    --ok: #0f5323;
    --ok-paper: #dafbe1;
    --info: #0b4a8f;
    --info-paper: #ddf4ff;
    --fill: #2f6fbf;
  }
  @media screen and (prefers-color-scheme: dark) {
    :root {
      --paper: #0d1117;
      --ink: #e6edf3;
      --soft: #a5afba;
      --line: #3d444d;
      --shade: #161b22;
      --error: #ffb3ad;
      --error-paper: #4a1216;
      --warning: #f2cc60;
      --warning-paper: #3b2a05;
      --ok: #7ee2a0;
      --ok-paper: #0f3320;
      --info: #a5d3ff;
      --info-paper: #0c2d54;
      --fill: #6cb0ff;
    }
  }
</style>`
