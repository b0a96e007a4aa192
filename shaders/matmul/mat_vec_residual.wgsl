// y[r, i] += multiplier · (Σ_c W[i, c] · x[r, c] + bias[i]);  scaled[r, i] = y[r, i] · norm[i], the input of the next norm's mat-vec    one workgroup per GROUPS·REUSE·8 rows of W
import package::lib::grid::group_index;
import package::lib::reduce::WORKGROUP_SIZE;
import package::lib::slices::{REUSE, first_tile, slice_of, sum_slices};
import package::lib::dot::dot_rows;
@if(subgroups) enable subgroups;

override AFFINE: bool;

// x_stride in vec4f, y_stride and first in elements.
struct Params { rows: u32, w_rows: u32, blocks: u32, x_stride: u32, y_stride: u32, first: u32, multiplier: f32 }
@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(4) var<storage, read> norm: array<f32>;
@group(0) @binding(5) var<storage, read_write> y: array<f32>;
@group(0) @binding(6) var<storage, read_write> scaled: array<f32>;
// (bias, unused) of the columns of y.
@group(0) @binding(7) var<storage, read> affine: array<vec2f>;

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
  @if(subgroups) @builtin(subgroup_invocation_id) subgroup_lane: u32,
) {
  @if(!subgroups) let subgroup_lane = 0u;
  let tile = first_tile(group_index(group, groups), lane);
  let slice = slice_of(lane);
  let sums = sum_slices(dot_rows(tile, params.blocks, group.z * params.x_stride, lane, subgroup_lane), lane);
  if (slice != 0u) { return; }
  for (var t = 0u; t < REUSE; t++) {
    let row = (tile + t) * 8u + lane % 8u;
    if (row >= params.w_rows) { return; }
    let i = params.first + row;
    let at = group.z * params.y_stride + i;
    var sum = sums[t];
    if (AFFINE) { sum += affine[i].x; }
    let value = y[at] + sum * params.multiplier;
    y[at] = value;
    scaled[at] = value * norm[i];
  }
}
