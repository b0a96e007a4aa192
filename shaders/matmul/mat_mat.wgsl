// y[r, first + i] (+)= multiplier · (Σ_c W[i, c] · x[r, c] + bias[i]) for many rows r; + with ADD    one workgroup per 64 rows of W and 8 rows of x, one thread per row of W
import package::lib::grid::group_index;
import package::lib::weights::Place;
import package::lib::dot::{SHARE, dot_block, load_x, share_x};
import package::lib::turns::turns;
import package::quant::load_block;
@if(subgroups) enable subgroups;

override ADD: bool;
override AFFINE: bool;

// x_stride in vec4f, y_stride and first in elements.
struct Params { rows: u32, w_rows: u32, blocks: u32, x_stride: u32, y_stride: u32, first: u32, multiplier: f32 }
@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(4) var<storage, read_write> y: array<f32>;
// (bias, unused) of the columns of y.
@group(0) @binding(5) var<storage, read> affine: array<vec2f>;

// Row r of this lane's sums at r * 64 + lane, zero at first; no lane reads another's.
var<workgroup> sums: array<f32, 512>;

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
  @if(subgroups) @builtin(subgroup_invocation_id) subgroup_lane: u32,
) {
  @if(!subgroups) let subgroup_lane = 0u;
  let i = group_index(group, groups) * 64u + lane;
  let first = group.z * 8u;
  let count = min(turns(8u, params.rows), params.rows - first);
  for (var block = 0u; block < params.blocks; block++) {
    let b = load_block(Place(i / 8u, i % 8u, block, params.blocks));
    for (var r = 0u; r < count; r++) {
      let at = (first + r) * params.x_stride + block * 8u;
      if (SHARE > 0u) { sums[r * 64u + lane] += dot_block(b, share_x(at, subgroup_lane)); }
      else { sums[r * 64u + lane] += dot_block(b, load_x(at)); }
    }
  }
  if (i >= params.w_rows) { return; }
  var bias = 0.0;
  if (AFFINE) { bias = affine[params.first + i].x; }
  for (var r = 0u; r < count; r++) {
    let at = (first + r) * params.y_stride + params.first + i;
    let sum = (sums[r * 64u + lane] + bias) * params.multiplier;
    if (ADD) { y[at] += sum; } else { y[at] = sum; }
  }
}
