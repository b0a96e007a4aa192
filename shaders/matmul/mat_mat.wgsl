// y[r, first + i] (+)= multiplier · (Σ_c W[i, c] · x[r, c] + bias[i]) for many rows r; + with ADD    one workgroup per X_ROWS rows of x, one thread per row of REUSE tiles of W
import package::lib::grid::group_index;
import package::lib::weights::{Block, Place};
import package::lib::dot::{SHARE, dot_block, load_x, share_x};
import package::lib::reduce::WORKGROUP_SIZE;
import package::lib::slices::REUSE;
import package::lib::turns::turns;
import package::quant::load_block;
@if(subgroups) enable subgroups;

override ADD: bool;
override AFFINE: bool;
override X_ROWS: u32;

// x_stride in vec4f, y_stride and first in elements.
struct Params { rows: u32, w_rows: u32, blocks: u32, x_stride: u32, y_stride: u32, first: u32, multiplier: f32 }
@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(4) var<storage, read_write> y: array<f32>;
// (bias, unused) of the columns of y.
@group(0) @binding(5) var<storage, read> affine: array<vec2f>;

// The sum of tile k and row r of x at (r * REUSE + k) * WORKGROUP_SIZE + lane, zero at first; no lane reads another's.
var<workgroup> sums: array<f32, X_ROWS * REUSE * WORKGROUP_SIZE>;

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
  @if(subgroups) @builtin(subgroup_invocation_id) subgroup_lane: u32,
) {
  @if(!subgroups) let subgroup_lane = 0u;
  let tile = (group_index(group, groups) * (WORKGROUP_SIZE / 8u) + lane / 8u) * REUSE;
  let first = group.z * X_ROWS;
  let count = min(turns(X_ROWS, params.rows), params.rows - first);
  for (var block = 0u; block < params.blocks; block++) {
    let place = Place(tile, lane % 8u, block, params.blocks);
    let b0 = load_block(place);
    var b1: Block;
    var b2: Block;
    var b3: Block;
    if (REUSE > 1u) { b1 = load_block(further(place, 1u)); }
    if (REUSE > 2u) {
      b2 = load_block(further(place, 2u));
      b3 = load_block(further(place, 3u));
    }
    for (var r = 0u; r < count; r++) {
      let a = load_row((first + r) * params.x_stride + block * 8u, subgroup_lane);
      let at = r * REUSE * WORKGROUP_SIZE + lane;
      sums[at] += dot_block(b0, a);
      if (REUSE > 1u) { sums[at + WORKGROUP_SIZE] += dot_block(b1, a); }
      if (REUSE > 2u) {
        sums[at + 2u * WORKGROUP_SIZE] += dot_block(b2, a);
        sums[at + 3u * WORKGROUP_SIZE] += dot_block(b3, a);
      }
    }
  }
  for (var k = 0u; k < REUSE; k++) {
    let i = (tile + k) * 8u + lane % 8u;
    if (i >= params.w_rows) { return; }
    var bias = 0.0;
    if (AFFINE) { bias = affine[params.first + i].x; }
    for (var r = 0u; r < count; r++) {
      let at = (first + r) * params.y_stride + params.first + i;
      let sum = (sums[(r * REUSE + k) * WORKGROUP_SIZE + lane] + bias) * params.multiplier;
      if (ADD) { y[at] += sum; } else { y[at] = sum; }
    }
  }
}

// The same row and block of the k-th tile after it.
fn further(p: Place, k: u32) -> Place { return Place(p.tile + k, p.row, p.block, p.blocks); }

fn load_row(at: u32, subgroup_lane: u32) -> array<vec4f, 8> {
  if (SHARE > 0u) { return share_x(at, subgroup_lane); }
  return load_x(at);
}
