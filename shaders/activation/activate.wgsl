// h[r, i] = act(gate_up[r, i]) · gate_up[r, FF + i] with GATED, else act(gate_up[r, i])          64 · 4 columns per workgroup in x, rows in y
import package::lib::activation::activation;

override FF: u32;
override IN_STRIDE: u32;
override OUT_STRIDE: u32;
override GATED: bool;

struct Params { rows: u32 }
@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> gate_up: array<vec4f>;
@group(0) @binding(2) var<storage, read_write> h: array<vec4f>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let column = id.x;
  if (column >= FF / 4u) { return; }
  let at = id.y * (IN_STRIDE / 4u) + column;
  var value = activation(gate_up[at]);
  if (GATED) { value *= gate_up[at + FF / 4u]; }
  h[id.y * (OUT_STRIDE / 4u) + column] = value;
}
