// y[r, c] = (x[r, c] − mean(x[r])) · weight[c] / sqrt(variance(x[r]) + eps)          one workgroup per row
import package::lib::grid::group_index;
import package::lib::norm::deviations;
import package::lib::reduce::{workgroup_sum, WORKGROUP_SIZE};

override COLS: u32;
override STRIDE: u32;

struct Params { rows: u32, eps: f32 }
@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> x: array<vec4f>;
@group(0) @binding(2) var<storage, read> weight: array<vec4f>;
@group(0) @binding(3) var<storage, read_write> y: array<vec4f>;

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let first = group_index(group, groups) * (STRIDE / 4u);
  let count = (COLS + 3u) / 4u;
  var sum = 0.0;
  for (var c = lane; c < count; c += WORKGROUP_SIZE) { sum += dot(x[first + c], vec4f(1.0)); }
  let mean = workgroup_sum(sum, lane) / f32(COLS);
  workgroupBarrier();
  var squares = 0.0;
  for (var c = lane; c < count; c += WORKGROUP_SIZE) {
    let v = deviations(x[first + c], mean, c, COLS);
    squares += dot(v, v);
  }
  let scale = inverseSqrt(workgroup_sum(squares, lane) / f32(COLS) + params.eps);
  for (var c = lane; c < count; c += WORKGROUP_SIZE) {
    y[first + c] = deviations(x[first + c], mean, c, COLS) * scale * weight[c];
  }
}
