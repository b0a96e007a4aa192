// o = Σ exp(s − m)·V, l = Σ exp(s − m), m = max s, s = scale · q·K, soft-capped where CAP, over one slice of positions          a workgroup per (4 heads, slice, row)
// The query heads of one KV head go four by four through one reading of K and V, as the components of vectors.
import package::lib::kv::{KV_HEADS, HEAD_DIM, KV_F16, KV_BLOCK, table_index, key_chunk, value_start, halves};
import package::lib::reduce::{workgroup_max4, WORKGROUP_SIZE};
import package::lib::scores::{NOTHING, key4, scores, first_seen};

override HEADS: u32;
override Q_STRIDE: u32;
override SLICE: u32;

struct Params { rows: u32, slices: u32, scale: f32, window: u32, cap: f32 }
@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> q: array<vec4f>;
@group(0) @binding(2) var<storage, read> rows: array<vec4u>;
@group(0) @binding(3) var<storage, read> blocks: array<u32>;
@group(0) @binding(5) var<storage, read> values: array<vec2u>;
@group(0) @binding(6) var<storage, read_write> partial: array<vec2f>;

const TOGETHER = 4u;
// Pairs that a slice of a head takes: its sums, then the maximum and the total.
override SIZE: u32 = HEAD_DIM / 2u + 1u;

// A lane sums 4 dimensions over every STRANDS-th position.
override LANES: u32 = min(HEAD_DIM / 4u, WORKGROUP_SIZE);
override STRANDS: u32 = WORKGROUP_SIZE / LANES;

// Workgroup memory is kept small: some drivers zero it with an instruction per word, which costs compile time.
var<workgroup> weights: array<vec4f, SLICE>;
// Where there are strands, what each lane has: sums of 4 dimensions for 4 heads and, last, the sums of its weights.
var<workgroup> sums: array<vec4f, 1u + 5u * WORKGROUP_SIZE * min(STRANDS - 1u, 1u)>;

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
  let slice = (group.z * HEADS + first_head) * params.slices + group.y;

  let seen = first_seen(row.y, params.window);
  if (start > row.y || start + SLICE <= seen) {
    if (lane < heads) { partial[(slice + lane * params.slices) * SIZE + SIZE - 1u] = vec2f(NOTHING, 0.0); }
    return;
  }
  let count = min(SLICE, row.y + 1u - start);
  let skipped = max(start, seen) - start;

  // Where there are fewer than 4 heads, the last fills the vectors.
  let query = (min(vec4u(0u, 1u, 2u, 3u), vec4u(heads - 1u)) * HEAD_DIM + group.z * Q_STRIDE + first_head * HEAD_DIM) / 4u;

  // Two positions at a time, so that an element of the query is read once for both.
  var largest = vec4f(NOTHING);
  for (var p = skipped + lane; p < count; p += 2u * WORKGROUP_SIZE) {
    let other = min(p + WORKGROUP_SIZE, count - 1u);
    let a = key_chunk(blocks[table_index(row.z, start + p)], kv_head, 0u, (start + p) % KV_BLOCK) * 2u;
    let b = key_chunk(blocks[table_index(row.z, start + other)], kv_head, 0u, (start + other) % KV_BLOCK) * 2u;
    var score_a = vec4f();
    var score_b = vec4f();
    for (var v = 0u; v < HEAD_DIM / 4u; v++) {
      let at = v / 2u * KV_BLOCK * 2u + v % 2u;
      let key_a = key4(a + at);
      let key_b = key4(b + at);
      let q0 = q[query.x + v];
      let q1 = q[query.y + v];
      let q2 = q[query.z + v];
      let q3 = q[query.w + v];
      score_a += vec4f(dot(key_a, q0), dot(key_a, q1), dot(key_a, q2), dot(key_a, q3));
      score_b += vec4f(dot(key_b, q0), dot(key_b, q1), dot(key_b, q2), dot(key_b, q3));
    }
    score_a = scores(score_a, params.scale, params.cap);
    score_b = scores(score_b, params.scale, params.cap);
    weights[p] = score_a;
    if (other > p) { weights[other] = score_b; }
    largest = max(largest, max(score_a, score_b));
  }
  let maximum = workgroup_max4(largest, lane);
  for (var p = skipped + lane; p < count; p += WORKGROUP_SIZE) { weights[p] = exp(weights[p] - maximum); }
  workgroupBarrier();
  let strand = lane / LANES;
  for (var from_d = 0u; from_d < HEAD_DIM; from_d += LANES * 4u) {
    let d = from_d + lane % LANES * 4u;
    // Of each of the 4 heads.
    var a = vec4f();
    var b = vec4f();
    var c = vec4f();
    var e = vec4f();
    var total = vec4f();
    if (strand < STRANDS && d < HEAD_DIM) {
      for (var first = skipped / KV_BLOCK * KV_BLOCK; first < count; first += KV_BLOCK) {
        let value_at = value_start(blocks[table_index(row.z, start + first)], kv_head, 0u) + d;
        for (var slot = max(first, skipped) - first + strand; slot < min(KV_BLOCK, count - first); slot += STRANDS) {
          let value = value4(value_at + slot * HEAD_DIM);
          let weight = weights[first + slot];
          a += value * weight.x;
          b += value * weight.y;
          c += value * weight.z;
          e += value * weight.w;
          total += weight;
        }
      }
    }
    if (STRANDS > 1u) {
      let at = lane * 5u;
      sums[at] = a;
      sums[at + 1u] = b;
      sums[at + 2u] = c;
      sums[at + 3u] = e;
      sums[at + 4u] = total;
      workgroupBarrier();
    }
    if (strand == 0u && d < HEAD_DIM) {
      for (var other = (lane + LANES) * 5u; other < STRANDS * LANES * 5u; other += LANES * 5u) {
        a += sums[other];
        b += sums[other + 1u];
        c += sums[other + 2u];
        e += sums[other + 3u];
        total += sums[other + 4u];
      }
      for (var h = 0u; h < heads; h++) {
        let one = vec4f(vec4u(h) == vec4u(0u, 1u, 2u, 3u));
        let sum = a * one.x + b * one.y + c * one.z + e * one.w;
        let at = (slice + h * params.slices) * SIZE;
        partial[at + d / 2u] = sum.xy;
        partial[at + d / 2u + 1u] = sum.zw;
        if (d == 0u) { partial[at + SIZE - 1u] = vec2f(dot(maximum, one), dot(total, one)); }
      }
    }
  }
}
