// y[r, i] = act(g)·u,  g = s·(Σ_c W[i, c]·x[r, c] − μ·shift[i]) + bias[i],  u the same for row 8·up_tile + i,  μ and s of the norm of residual[r]    one workgroup per GROUPS·REUSE·8 i
import package::lib::grid::group_index;
import package::lib::reduce::WORKGROUP_SIZE;
import package::lib::slices::{REUSE, SLICES, first_tile, slice_of, sum_slices};
import package::lib::norm::{norm_of, normed};
import package::lib::dot::dot_rows;
import package::lib::activation::activation;
import package::lib::turns::turns;
@if(subgroups) enable subgroups;

// W has w_rows rows of gate and, from tile up_tile on, as many of up. x_stride in vec4f, y_stride in elements.
struct Params { rows: u32, w_rows: u32, blocks: u32, up_tile: u32, x_stride: u32, y_stride: u32, columns: u32, eps: f32 }
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
  // Gate, then up, by one loop so that its body is compiled once.
  var gates = vec4f();
  var ups = vec4f();
  for (var part = 0u; part < turns(2u, params.rows); part++) {
    gates = ups;
    let sums = sum_slices(dot_rows(tile + part * params.up_tile, params.blocks, at, lane, subgroup_lane), lane);
    ups = normed(sums, norm, part * params.w_rows + tile * 8u + lane % 8u);
    // Slices are summed through memory that the next part writes again.
    if (SLICES > 1u) { workgroupBarrier(); }
  }
  if (slice != 0u) { return; }
  let gated = activation(gates) * ups;
  for (var t = 0u; t < REUSE; t++) {
    let i = (tile + t) * 8u + lane % 8u;
    if (i < params.w_rows) { y[group.z * params.y_stride + i] = gated[t]; }
  }
}
