// What the attention kernels share: the keys, scores, and which positions a row sees (layout of the cache: kv.wgsl).
import package::lib::kv::{KV_F16, halves};
import package::lib::softcap::softcap;

@group(0) @binding(4) var<storage, read> keys: array<vec2u>;

// Whether scores are soft-capped.
override CAP: bool;

// Below every score, and finite, since WGSL may assume that there is no infinity.
const NOTHING = -3.4e38;

// 4 elements of a key; `at` counts such.
fn key4(at: u32) -> vec4f {
  if (KV_F16) {
    let packed = keys[at];
    return halves(packed.x, packed.y);
  }
  return bitcast<vec4f>(vec4u(keys[at * 2u], keys[at * 2u + 1u]));
}

// The scores of 4 products q·k.
fn scores(products: vec4f, scale: f32, cap: f32) -> vec4f {
  if (CAP) { return softcap(products * scale, cap); }
  return products * scale;
}

// The first position that a row at `position` sees: of `window` positions the row's own is the last.
fn first_seen(position: u32, window: u32) -> u32 { return position + 1u - min(window, position + 1u); }
