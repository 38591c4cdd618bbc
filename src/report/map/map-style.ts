import {html} from '../html.js'

/** How many colours shards have: those after take the first ones again. */
export const MAP_COLOURS = 8

/**
 * The style of a picture of slots. The colours of shards are light, so that black letters can be read on them in both
 * themes. On paper it is always light.
 */
export const MAP_STYLE = html`<style>
  .slot-map {
    font:
      13px system-ui,
      sans-serif;
  }
  .slot-map .paper {
    fill: #ffffff;
  }
  .slot-map text {
    fill: #1f2328;
  }
  .slot-map .row {
    text-anchor: end;
    font-size: 11px;
  }
  .slot-map .letter {
    fill: #000000;
    font-weight: 700;
    font-size: 15px;
    text-anchor: middle;
  }
  .slot-map .sign {
    font-weight: 700;
    text-anchor: middle;
  }
  .slot-map .small {
    font-size: 8px;
  }
  .slot-map .plate {
    fill: #ffffff;
    fill-opacity: 0.75;
  }
  .slot-map .stripe {
    fill: #c4001a;
  }
  .slot-map .down {
    fill: url(#slot-map-stripes);
  }
  .slot-map .none {
    fill: #d0d7de;
  }
  .slot-map .shard0 {
    fill: #8ecbff;
  }
  .slot-map .shard1 {
    fill: #b5e08a;
  }
  .slot-map .shard2 {
    fill: #e3b8f5;
  }
  .slot-map .shard3 {
    fill: #ffd27a;
  }
  .slot-map .shard4 {
    fill: #7fdcd0;
  }
  .slot-map .shard5 {
    fill: #c9bdf7;
  }
  .slot-map .shard6 {
    fill: #e6df7a;
  }
  .slot-map .shard7 {
    fill: #f3b48b;
  }
  .slot-map .level0 {
    fill: #eef1f4;
  }
  .slot-map .level1 {
    fill: #fde7c8;
  }
  .slot-map .level2 {
    fill: #fcd59f;
  }
  .slot-map .level3 {
    fill: #f9bf76;
  }
  .slot-map .level4 {
    fill: #f2a44f;
  }
  .slot-map .level5 {
    fill: #e38730;
  }
  .slot-map .level6 {
    fill: #c96c1e;
  }
  .slot-map .level7 {
    fill: #a65314;
  }
  .slot-map .level8 {
    fill: #803d0e;
  }
  .slot-map .level9 {
    fill: #5a2908;
  }
  .slot-map .bad {
    fill: #c4001a;
  }
  .slot-map .busy {
    fill: #0b5cad;
  }
  .slot-map .frame {
    fill: none;
    stroke: #c4001a;
    stroke-width: 2;
  }
  .slot-map .frame.busy {
    stroke: #0b5cad;
  }
  .slot-map .frame.bad,
  .slot-map .frame.down,
  .slot-map .frame.busy {
    fill: none;
  }
  @media screen and (prefers-color-scheme: dark) {
    .slot-map .paper {
      fill: #14181d;
    }
    .slot-map text {
      fill: #e6edf3;
    }
    .slot-map .none {
      fill: #3d444d;
    }
    .slot-map .level0 {
      fill: #262c34;
    }
    .slot-map .level1 {
      fill: #4a2f12;
    }
    .slot-map .level2 {
      fill: #673f14;
    }
    .slot-map .level3 {
      fill: #855017;
    }
    .slot-map .level4 {
      fill: #a5641c;
    }
    .slot-map .level5 {
      fill: #c47a26;
    }
    .slot-map .level6 {
      fill: #dc9440;
    }
    .slot-map .level7 {
      fill: #ecb066;
    }
    .slot-map .level8 {
      fill: #f6cb92;
    }
    .slot-map .level9 {
      fill: #fde8cb;
    }
    .slot-map .bad {
      fill: #ff3b4e;
    }
    .slot-map .busy {
      fill: #58a6ff;
    }
    .slot-map .frame {
      stroke: #ff6b78;
    }
    .slot-map .frame.busy {
      stroke: #a5d3ff;
    }
  }
</style>`
