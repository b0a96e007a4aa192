// y[r, FIRST + i] (+)= Σ_c W[i, c] · x[r, c] for many rows r; + with ADD    one workgroup per 64 rows of W and 8 rows of x, one thread per row of W
import package::lib::grid::group_index;
import package::lib::weights::Place;
import package::lib::dot::{SHARE, dot_block, load_x, share_x};
import package::quant::load_block;
@if(subgroups) enable subgroups;

override ROWS: u32;
override BLOCKS: u32;
override ADD: bool;

// x_stride in vec4f, y_stride and first in elements.
struct Params { rows: u32, x_stride: u32, y_stride: u32, first: u32 }
@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(4) var<storage, read_write> y: array<f32>;

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
  var sums = array<f32, 8>();
  for (var block = 0u; block < BLOCKS; block++) {
    let b = load_block(Place(i / 8u, i % 8u, block, BLOCKS));
    for (var r = 0u; r < 8u; r++) {
      let at = min(first + r, params.rows - 1u) * params.x_stride + block * 8u;
      if (SHARE > 0u) { sums[r] += dot_block(b, share_x(at, subgroup_lane)); } else { sums[r] += dot_block(b, load_x(at)); }
    }
  }
  if (i >= ROWS) { return; }
  for (var r = 0u; r < 8u; r++) {
    if (first + r >= params.rows) { return; }
    let at = (first + r) * params.y_stride + params.first + i;
    if (ADD) { y[at] += sums[r]; } else { y[at] = sums[r]; }
  }
}
