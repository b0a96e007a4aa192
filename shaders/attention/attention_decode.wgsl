// o = Σ exp(s − m)·V, l = Σ exp(s − m), m = max s, s = q·K / √HEAD_DIM over one slice of positions          a workgroup per (4 heads, slice, row)
// The query heads of one KV head go four by four through one reading of K and V, as the components of vectors.
import package::lib::kv::{KV_HEADS, HEAD_DIM, KV_F16, KV_BLOCK, table_index, key_chunk, value_start, halves};
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
// What each lane has: sums of 4 dimensions for 4 heads, a vector per dimension, and of the weights alone.
var<workgroup> sums: array<vec4f, 4u * WORKGROUP_SIZE>;
var<workgroup> totals: array<vec4f, WORKGROUP_SIZE>;

// 8 elements of a key, as two columns.
fn key8(chunk: u32) -> mat2x4f {
  if (KV_F16) {
    let packed = keys[chunk];
    return mat2x4f(halves(packed.x, packed.y), halves(packed.z, packed.w));
  }
  return mat2x4f(bitcast<vec4f>(keys[chunk * 2u]), bitcast<vec4f>(keys[chunk * 2u + 1u]));
}

// 4 elements of a value; `start` is a multiple of 4.
fn value4(start: u32) -> vec4f {
  if (KV_F16) {
    let packed = values[start / 4u];
    return halves(packed.x, packed.y);
  }
  return bitcast<vec4f>(vec4u(values[start / 2u], values[start / 2u + 1u]));
}

// Writes 4 dimensions of one head's slice, and with the first its statistics.
fn write(slice: u32, d: u32, sum: vec4f, maximum: f32, total: f32) {
  let at = slice * (HEAD_DIM + 2u);
  partial[at + d] = sum.x;
  partial[at + d + 1u] = sum.y;
  partial[at + d + 2u] = sum.z;
  partial[at + d + 3u] = sum.w;
  if (d == 0u) {
    partial[at + HEAD_DIM] = maximum;
    partial[at + HEAD_DIM + 1u] = total;
  }
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
  let slice = (group.z * HEADS + first_head) * params.slices + group.y;

  if (start > row.y) {
    if (lane < heads) { write(slice + lane * params.slices, 0u, vec4f(), NOTHING, 0.0); }
    return;
  }
  let count = min(SLICE, row.y + 1u - start);

  // Where there are fewer than 4 heads, the last fills the vectors.
  let head = min(vec4u(0u, 1u, 2u, 3u), vec4u(heads - 1u)) * HEAD_DIM + group.z * QKV_STRIDE + first_head * HEAD_DIM;
  let scale = inverseSqrt(f32(HEAD_DIM));
  for (var d = lane; d < HEAD_DIM; d += WORKGROUP_SIZE) {
    query[d] = vec4f(qkv[head.x + d], qkv[head.y + d], qkv[head.z + d], qkv[head.w + d]) * scale;
  }
  workgroupBarrier();

  // Two positions at a time, so that an element of the query is read once for both.
  var largest = vec4f(NOTHING);
  for (var p = lane; p < count; p += 2u * WORKGROUP_SIZE) {
    let other = min(p + WORKGROUP_SIZE, count - 1u);
    var a = key_chunk(blocks[table_index(row.z, start + p)], kv_head, 0u, (start + p) % KV_BLOCK);
    var b = key_chunk(blocks[table_index(row.z, start + other)], kv_head, 0u, (start + other) % KV_BLOCK);
    var score_a = vec4f();
    var score_b = vec4f();
    for (var d = 0u; d < HEAD_DIM; d += 8u) {
      let low = mat4x4f(query[d], query[d + 1u], query[d + 2u], query[d + 3u]);
      let high = mat4x4f(query[d + 4u], query[d + 5u], query[d + 6u], query[d + 7u]);
      let key_a = key8(a);
      let key_b = key8(b);
      score_a += low * key_a[0] + high * key_a[1];
      score_b += low * key_b[0] + high * key_b[1];
      a += KV_BLOCK;
      b += KV_BLOCK;
    }
    weights[p] = score_a;
    if (other > p) { weights[other] = score_b; }
    largest = max(largest, max(score_a, score_b));
  }
  let maximum = workgroup_max4(largest, lane);
  for (var p = lane; p < count; p += WORKGROUP_SIZE) { weights[p] = exp(weights[p] - maximum); }
  workgroupBarrier();

  // Lanes share the dimensions, 4 each, and strands of them the positions.
  let lanes = min(HEAD_DIM / 4u, WORKGROUP_SIZE);
  let strands = WORKGROUP_SIZE / lanes;
  let strand = lane / lanes;
  for (var from_d = 0u; from_d < HEAD_DIM; from_d += lanes * 4u) {
    let d = from_d + lane % lanes * 4u;
    var sum = mat4x4f();
    var total = vec4f();
    if (strand < strands && d < HEAD_DIM) {
      for (var first = 0u; first < count; first += KV_BLOCK) {
        let value_at = value_start(blocks[table_index(row.z, start + first)], kv_head, 0u) + d;
        for (var slot = strand; slot < min(KV_BLOCK, count - first); slot += strands) {
          let value = value4(value_at + slot * HEAD_DIM);
          let weight = weights[first + slot];
          sum += mat4x4f(weight * value.x, weight * value.y, weight * value.z, weight * value.w);
          total += weight;
        }
      }
    }
    if (strands > 1u) {
      for (var i = 0u; i < 4u; i++) { sums[i * WORKGROUP_SIZE + lane] = sum[i]; }
      totals[lane] = total;
      workgroupBarrier();
    }
    if (strand == 0u && d < HEAD_DIM) {
      for (var other = lane + lanes; other < strands * lanes; other += lanes) {
        sum += mat4x4f(
          sums[other], sums[other + WORKGROUP_SIZE], sums[other + 2u * WORKGROUP_SIZE], sums[other + 3u * WORKGROUP_SIZE],
        );
        total += totals[other];
      }
      let by_head = transpose(sum);
      write(slice, d, by_head[0], maximum.x, total.x);
      if (heads > 1u) { write(slice + params.slices, d, by_head[1], maximum.y, total.y); }
      if (heads > 2u) { write(slice + 2u * params.slices, d, by_head[2], maximum.z, total.z); }
      if (heads > 3u) { write(slice + 3u * params.slices, d, by_head[3], maximum.w, total.w); }
    }
  }
}
