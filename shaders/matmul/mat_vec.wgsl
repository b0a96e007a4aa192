// y[r, first + i] = softcap(multiplier · act(s·(Σ_c W[i, c]·x[r, c] − μ·shift) + bias), cap),  s and μ of the norm of residual[r]    one workgroup per GROUPS·REUSE·8 rows of W
import package::lib::grid::group_index;
import package::lib::reduce::WORKGROUP_SIZE;
import package::lib::slices::{REUSE, first_tile, slice_of, sum_slices};
import package::lib::norm::{norm_of, normed};
import package::lib::activation::activation;
import package::lib::softcap::softcap;
import package::lib::dot::dot_rows;
@if(subgroups) enable subgroups;

// x_stride in vec4f, y_stride and first in elements; a cap of 0 is none.
struct Params {
  rows: u32, w_rows: u32, blocks: u32, x_stride: u32, y_stride: u32, first: u32, columns: u32, eps: f32, multiplier: f32, cap: f32,
}
@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(5) var<storage, read_write> y: array<f32>;

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
  @if(subgroups) @builtin(subgroup_invocation_id) subgroup_lane: u32,
) {
  @if(!subgroups) let subgroup_lane = 0u;
  let at = group.z * params.x_stride;
  let tile = first_tile(group_index(group, groups), lane);
  let slice = slice_of(lane);
  let norm = norm_of(at, params.columns, params.eps, lane);
  let sums = sum_slices(dot_rows(tile, params.blocks, at, lane, subgroup_lane), lane);
  if (slice != 0u) { return; }
  var values = params.multiplier * activation(normed(sums, norm, params.first + tile * 8u + lane % 8u));
  if (params.cap > 0.0) { values = softcap(values, params.cap); }
  for (var t = 0u; t < REUSE; t++) {
    let i = (tile + t) * 8u + lane % 8u;
    if (i < params.w_rows) { y[group.z * params.y_stride + params.first + i] = values[t]; }
  }
}
