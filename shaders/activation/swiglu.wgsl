// h[r, i] = silu(gate_up[r, i]) · gate_up[r, FF + i]          64 · 4 columns per workgroup in x, rows in y
import package::lib::activation::silu;

override FF: u32;
override IN_STRIDE: u32;
override OUT_STRIDE: u32;

struct Params { rows: u32 }
@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> gate_up: array<vec4f>;
@group(0) @binding(2) var<storage, read_write> h: array<vec4f>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let column = id.x;
  if (column >= FF / 4u) { return; }
  let gate = gate_up[id.y * (IN_STRIDE / 4u) + column];
  let up = gate_up[id.y * (IN_STRIDE / 4u) + FF / 4u + column];
  h[id.y * (OUT_STRIDE / 4u) + column] = silu(gate) * up;
}
