// y[r, c] += multiplier · x[r, c] · weight[c] / sqrt(mean(x[r]²) + eps);  scaled[r, c] = y[r, c] · norm[c], the input of the next norm's mat-vec    one workgroup per row
import package::lib::grid::group_index;
import package::lib::reduce::{workgroup_sum, WORKGROUP_SIZE};

override COLS: u32;
override STRIDE: u32;

struct Params { rows: u32, eps: f32, multiplier: f32 }
@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> x: array<vec4f>;
@group(0) @binding(2) var<storage, read> weight: array<vec4f>;
@group(0) @binding(3) var<storage, read> norm: array<vec4f>;
@group(0) @binding(4) var<storage, read_write> y: array<vec4f>;
@group(0) @binding(5) var<storage, read_write> scaled: array<vec4f>;

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let first = group_index(group, groups) * (STRIDE / 4u);
  let count = (COLS + 3u) / 4u;
  var squares = 0.0;
  for (var c = lane; c < count; c += WORKGROUP_SIZE) { squares += dot(x[first + c], x[first + c]); }
  let scale = params.multiplier * inverseSqrt(workgroup_sum(squares, lane) / f32(COLS) + params.eps);
  for (var c = lane; c < count; c += WORKGROUP_SIZE) {
    let value = y[first + c] + x[first + c] * scale * weight[c];
    y[first + c] = value;
    scaled[first + c] = value * norm[c];
  }
}
