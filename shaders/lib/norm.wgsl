// The norm before a mat-vec, whose scale and mean every workgroup computes for itself so that it costs no dispatch, and the bias after it.
import package::lib::reduce::{workgroup_sum, WORKGROUP_SIZE};
import package::lib::slices::REUSE;

// 0: none, 1: RMSNorm, 2: LayerNorm, which needs AFFINE.
override NORM: u32;
override AFFINE: bool;

@group(0) @binding(4) var<storage, read> residual: array<vec4f>;
// (bias, shift) by column of y; shift = W · the norm's weight, what a residual of ones would give.
@group(0) @binding(6) var<storage, read> affine: array<vec2f>;

struct Norm { scale: f32, mean: f32 }

// v − mean for the four columns from 4·index on, and 0 for those past the end.
fn deviations(v: vec4f, mean: f32, index: u32, columns: u32) -> vec4f {
  return select(vec4f(), v - mean, vec4u(4u * index) + vec4u(0u, 1u, 2u, 3u) < vec4u(columns));
}

// The norm of the row that begins at residual[at]; `columns` of it count, the pad up to 4 is zero. All lanes must call it.
fn norm_of(at: u32, columns: u32, eps: f32, lane: u32) -> Norm {
  if (NORM == 0u) { return Norm(1.0, 0.0); }
  let count = (columns + 3u) / 4u;
  var mean = 0.0;
  if (NORM == 2u) {
    var sum = 0.0;
    for (var i = lane; i < count; i += WORKGROUP_SIZE) { sum += dot(residual[at + i], vec4f(1.0)); }
    mean = workgroup_sum(sum, lane) / f32(columns);
    workgroupBarrier();
  }
  var squares = 0.0;
  for (var i = lane; i < count; i += WORKGROUP_SIZE) {
    var v = residual[at + i];
    if (NORM == 2u) { v = deviations(v, mean, i, columns); }
    squares += dot(v, v);
  }
  return Norm(inverseSqrt(workgroup_sum(squares, lane) / f32(columns) + eps), mean);
}

// scale · (sum − mean · shift) + bias for this lane's row of REUSE tiles, the first of which is column `column` of y.
fn normed(sums: vec4f, norm: Norm, column: u32) -> vec4f {
  if (!AFFINE) { return sums * norm.scale; }
  var values = vec4f();
  for (var t = 0u; t < REUSE; t++) {
    let a = affine[column + 8u * t];
    var sum = sums[t];
    if (NORM == 2u) { sum -= norm.mean * a.y; }
    values[t] = sum * norm.scale + a.x;
  }
  return values;
}
