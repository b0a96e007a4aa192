// y[r, h, d] = Σ exp(mₛ − m)·oₛ[d] / Σ exp(mₛ − m)·lₛ over slices s, m = max mₛ; slices with lₛ = 0 do not count          64 columns per workgroup in x, rows in y
import package::lib::kv::HEAD_DIM;

override HEADS: u32;
override STRIDE: u32;

struct Params { rows: u32, slices: u32 }
@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> partial: array<f32>;
@group(0) @binding(2) var<storage, read_write> y: array<f32>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= HEADS * HEAD_DIM) { return; }
  let size = HEAD_DIM + 2u;
  let first = (id.y * HEADS + id.x / HEAD_DIM) * params.slices * size;
  let end = first + params.slices * size;

  var maximum = -3.4e38;
  for (var at = first; at < end; at += size) { maximum = max(maximum, partial[at + HEAD_DIM]); }
  var sum = 0.0;
  var total = 0.0;
  for (var at = first; at < end; at += size) {
    let weights = partial[at + HEAD_DIM + 1u];
    if (weights == 0.0) { continue; }
    let scale = exp(partial[at + HEAD_DIM] - maximum);
    sum += scale * partial[at + id.x % HEAD_DIM];
    total += scale * weights;
  }
  y[id.y * STRIDE + id.x] = sum / max(total, 1e-30);
}
