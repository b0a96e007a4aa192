// The scale of RMSNorm, 1/sqrt(mean(residual²) + eps), computed by every workgroup for itself so that a norm costs no dispatch of its own.
import package::lib::slices::SIZE;
@if(subgroups) enable subgroups;

@group(0) @binding(4) var<storage, read> residual: array<vec4f>;

var<workgroup> squares: array<f32, SIZE>;
@if(!subgroups) var<workgroup> eighths: array<f32, 8>;

// The scale of the row that begins at residual[at]; `columns` of it count, the pad up to 32 is zero. All lanes must call it.
@if(subgroups)
fn rms_scale(at: u32, columns: u32, eps: f32, lane: u32) -> f32 {
  let subgroup = subgroupAdd(1u);
  let sum = subgroupAdd(own_squares(at, columns, lane));
  if (subgroupElect()) { squares[lane / subgroup] = sum; }
  workgroupBarrier();
  var total = 0.0;
  for (var i = 0u; i < SIZE / subgroup; i++) { total += squares[i]; }
  return inverseSqrt(total / f32(columns) + eps);
}

@if(!subgroups)
fn rms_scale(at: u32, columns: u32, eps: f32, lane: u32) -> f32 {
  squares[lane] = own_squares(at, columns, lane);
  workgroupBarrier();
  if (lane < 8u) {
    var sum = 0.0;
    for (var i = lane; i < SIZE; i += 8u) { sum += squares[i]; }
    eighths[lane] = sum;
  }
  workgroupBarrier();
  var total = 0.0;
  for (var i = 0u; i < 8u; i++) { total += eighths[i]; }
  return inverseSqrt(total / f32(columns) + eps);
}

fn own_squares(at: u32, columns: u32, lane: u32) -> f32 {
  var sum = 0.0;
  for (var i = lane; i < (columns + 3u) / 4u; i += SIZE) { sum += dot(residual[at + i], residual[at + i]); }
  return sum;
}
