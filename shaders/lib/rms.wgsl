// The scale of RMSNorm, 1/sqrt(mean(residual²) + eps), computed by every workgroup for itself so that a norm costs no dispatch of its own.
import package::lib::reduce::{workgroup_sum, WORKGROUP_SIZE};

@group(0) @binding(4) var<storage, read> residual: array<vec4f>;

// The scale of the row that begins at residual[at]; `columns` of it count, the pad up to 32 is zero. All lanes must call it.
fn rms_scale(at: u32, columns: u32, eps: f32, lane: u32) -> f32 {
  var sum = 0.0;
  for (var i = lane; i < (columns + 3u) / 4u; i += WORKGROUP_SIZE) { sum += dot(residual[at + i], residual[at + i]); }
  return inverseSqrt(workgroup_sum(sum, lane) / f32(columns) + eps);
}
