// o = Σ exp(s − m)·V, l = Σ exp(s − m), m = max s, s = q·K / √HEAD_DIM over one slice of positions          a workgroup per (4 heads, slice, row)
// The query heads of one KV head go four by four through one reading of K and V, as the components of vectors.
import package::lib::kv::{KV_HEADS, HEAD_DIM, KV_F16, KV_BLOCK, table_index, key_chunk, value_start};
import package::lib::reduce::{workgroup_max4, WORKGROUP_SIZE};

override HEADS: u32;
override QKV_STRIDE: u32;
override SLICE: u32;

struct Params { rows: u32, slices: u32 }
@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> qkv: array<f32>;
@group(0) @binding(2) var<storage, read> rows: array<vec4u>;
@group(0) @binding(3) var<storage, read> blocks: array<u32>;
@group(0) @binding(4) var<storage, read> keys: array<vec4u>;
@group(0) @binding(5) var<storage, read> values: array<vec2u>;
@group(0) @binding(6) var<storage, read_write> partial: array<f32>;

// Below every score, and finite, since WGSL may assume that there is no infinity.
const NOTHING = -3.4e38;
const TOGETHER = 4u;

var<workgroup> query: array<vec4f, HEAD_DIM>;
var<workgroup> weights: array<vec4f, SLICE>;
// What each lane has: sums of 4 dimensions (columns) for 4 heads (rows), and of the weights alone.
var<workgroup> sums: array<mat4x4f, WORKGROUP_SIZE>;
var<workgroup> totals: array<vec4f, WORKGROUP_SIZE>;

// Scores of 4 heads against 8 elements of a key that start at dimension d.
fn scores8(d: u32, low: vec4f, high: vec4f) -> vec4f {
  return query[d] * low.x + query[d + 1u] * low.y + query[d + 2u] * low.z + query[d + 3u] * low.w
    + query[d + 4u] * high.x + query[d + 5u] * high.y + query[d + 6u] * high.z + query[d + 7u] * high.w;
}

fn halves(a: u32, b: u32) -> vec4f {
  return vec4f(unpack2x16float(a), unpack2x16float(b));
}

// 4 elements of a value; `start` is a multiple of 4.
fn value4(start: u32) -> vec4f {
  if (KV_F16) {
    let packed = values[start / 4u];
    return halves(packed.x, packed.y);
  }
  return bitcast<vec4f>(vec4u(values[start / 2u], values[start / 2u + 1u]));
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let row = rows[group.z];
  let heads_per_kv = HEADS / KV_HEADS;
  let groups = (heads_per_kv + TOGETHER - 1u) / TOGETHER;
  let kv_head = group.x / groups;
  let first_of_kv = group.x % groups * TOGETHER;
  let heads = min(heads_per_kv - first_of_kv, TOGETHER);
  let first_head = kv_head * heads_per_kv + first_of_kv;
  let start = group.y * SLICE;
  let out = (group.z * HEADS + first_head) * params.slices + group.y;

  if (start > row.y) {
    if (lane < heads) {
      let at = (out + lane * params.slices) * (HEAD_DIM + 2u) + HEAD_DIM;
      partial[at] = NOTHING;
      partial[at + 1u] = 0.0;
    }
    return;
  }
  let count = min(SLICE, row.y + 1u - start);

  let scale = inverseSqrt(f32(HEAD_DIM));
  for (var d = lane; d < HEAD_DIM; d += WORKGROUP_SIZE) {
    var q = vec4f();
    for (var h = 0u; h < heads; h++) { q[h] = qkv[group.z * QKV_STRIDE + (first_head + h) * HEAD_DIM + d] * scale; }
    query[d] = q;
  }
  workgroupBarrier();

  var largest = vec4f(NOTHING);
  for (var p = lane; p < count; p += WORKGROUP_SIZE) {
    let block = blocks[table_index(row.z, start + p)];
    var score = vec4f();
    for (var chunk = 0u; chunk < HEAD_DIM / 8u; chunk++) {
      let at = key_chunk(block, kv_head, chunk, (start + p) % KV_BLOCK);
      if (KV_F16) {
        let packed = keys[at];
        score += scores8(chunk * 8u, halves(packed.x, packed.y), halves(packed.z, packed.w));
      } else {
        score += scores8(chunk * 8u, bitcast<vec4f>(keys[at * 2u]), bitcast<vec4f>(keys[at * 2u + 1u]));
      }
    }
    weights[p] = score;
    largest = max(largest, score);
  }
  let maximum = workgroup_max4(largest, lane);
  for (var p = lane; p < count; p += WORKGROUP_SIZE) { weights[p] = exp(weights[p] - maximum); }
  workgroupBarrier();

  // Lanes share the dimensions, 4 each, and strands of them the positions; HEAD_DIM is at most 4 · WORKGROUP_SIZE.
  let lanes = HEAD_DIM / 4u;
  let strands = WORKGROUP_SIZE / lanes;
  let strand = lane / lanes;
  let d = lane % lanes * 4u;
  var sum = mat4x4f();
  var total = vec4f();
  if (strand < strands) {
    for (var p = strand; p < count; p += strands) {
      let block = blocks[table_index(row.z, start + p)];
      let value = value4(value_start(block, kv_head, (start + p) % KV_BLOCK) + d);
      let weight = weights[p];
      sum += mat4x4f(weight * value.x, weight * value.y, weight * value.z, weight * value.w);
      total += weight;
    }
  }
  sums[lane] = sum;
  totals[lane] = total;
  workgroupBarrier();
  if (strand > 0u) { return; }
  for (var other = 1u; other < strands; other++) {
    sum += sums[other * lanes + lane];
    total += totals[other * lanes + lane];
  }
  for (var h = 0u; h < heads; h++) {
    let at = (out + h * params.slices) * (HEAD_DIM + 2u);
    for (var i = 0u; i < 4u; i++) { partial[at + d + i] = sum[i][h]; }
    if (d == 0u) {
      partial[at + HEAD_DIM] = maximum[h];
      partial[at + HEAD_DIM + 1u] = total[h];
    }
  }
}
