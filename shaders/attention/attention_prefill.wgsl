// y[r, h] = softmax(q[r, h]·K / √HEAD_DIM)·V over positions ≤ rows[r].position          a workgroup per (tile of WORKGROUP_SIZE / 2 rows, query head)
// Online softmax (Milakov and Gimelshein 2018; FlashAttention, Dao et al. 2022) over blocks of 32 positions.
// The rows of a tile are of one sequence, in ascending order of position. A lane has 4 rows, of the scores 4 positions, of y every 8th vector.
import package::lib::kv::{KV_HEADS, HEAD_DIM, KV_F16, KV_BLOCK, table_index, key_chunk, value_start, halves};

override HEADS: u32;
override QKV_STRIDE: u32;
override STRIDE: u32;
override WORKGROUP_SIZE: u32;
override TILE = WORKGROUP_SIZE / 2u;

struct Params { rows: u32 }
@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> qkv: array<vec4f>;
@group(0) @binding(2) var<storage, read> rows: array<vec4u>;
@group(0) @binding(3) var<storage, read> blocks: array<u32>;
@group(0) @binding(4) var<storage, read> keys: array<vec2u>;
@group(0) @binding(5) var<storage, read> values: array<vec2u>;
@group(0) @binding(6) var<storage, read_write> y: array<vec4f>;

const NOTHING = -3.4e38;
const ACROSS = 8u;
// Odd against bank conflicts.
const PITCH = 33u;
// Vectors of a head of at most 256 dimensions that one lane sums, for each of its 4 rows.
const MOST = 8u;

// Workgroup memory is kept small: some drivers zero it with an instruction per word, so that it costs compile time.
// What the 4 rows of a lane give each position of the block, and the shares of lanes in maxima and totals.
var<workgroup> weights: array<vec4f, TILE / 4u * PITCH>;
var<workgroup> shares: array<vec4f, WORKGROUP_SIZE>;

fn key4(at: u32) -> vec4f {
  if (KV_F16) {
    let packed = keys[at];
    return halves(packed.x, packed.y);
  }
  return bitcast<vec4f>(vec4u(keys[at * 2u], keys[at * 2u + 1u]));
}

fn value4(at: u32) -> vec4f {
  if (KV_F16) {
    let packed = values[at / 4u];
    return halves(packed.x, packed.y);
  }
  return bitcast<vec4f>(vec4u(values[at / 2u], values[at / 2u + 1u]));
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let head = group.y;
  let kv_head = head / (HEADS / KV_HEADS);
  let last = min(group.x * TILE + TILE, params.rows) - 1u;
  let end = rows[last].y + 1u;
  let across = lane % ACROSS;
  let down = lane / ACROSS;
  // Rows past the last are computed as the last and not written.
  let row = min(vec4u(group.x * TILE + down * 4u) + vec4u(0u, 1u, 2u, 3u), vec4u(last));
  let position = vec4u(rows[row.x].y, rows[row.y].y, rows[row.z].y, rows[row.w].y);
  let query = row * (QKV_STRIDE / 4u) + head * (HEAD_DIM / 4u);
  let scale = inverseSqrt(f32(HEAD_DIM));

  // Vector v of row i at 4 · (v / ACROSS) + i.
  var sums: array<vec4f, 4u * MOST>;
  var maximum = vec4f(NOTHING);
  var total = vec4f();
  for (var start = 0u; start < end; start += KV_BLOCK) {
    let block = blocks[table_index(rows[last].z, start)];
    // The scores of the 4 positions start + across + 0, 8, 16, 24, for the 4 rows.
    var a = vec4f();
    var b = vec4f();
    var c = vec4f();
    var d = vec4f();
    for (var v = 0u; v < HEAD_DIM / 4u; v++) {
      let q0 = qkv[query.x + v];
      let q1 = qkv[query.y + v];
      let q2 = qkv[query.z + v];
      let q3 = qkv[query.w + v];
      let at = key_chunk(block, kv_head, v / 2u, across) * 2u + v % 2u;
      let ka = key4(at);
      let kb = key4(at + 2u * ACROSS);
      let kc = key4(at + 4u * ACROSS);
      let kd = key4(at + 6u * ACROSS);
      a += vec4f(dot(ka, q0), dot(ka, q1), dot(ka, q2), dot(ka, q3));
      b += vec4f(dot(kb, q0), dot(kb, q1), dot(kb, q2), dot(kb, q3));
      c += vec4f(dot(kc, q0), dot(kc, q1), dot(kc, q2), dot(kc, q3));
      d += vec4f(dot(kd, q0), dot(kd, q1), dot(kd, q2), dot(kd, q3));
    }
    let first = vec4u(start + across);
    a = select(a * scale, vec4f(NOTHING), first > position);
    b = select(b * scale, vec4f(NOTHING), first + ACROSS > position);
    c = select(c * scale, vec4f(NOTHING), first + 2u * ACROSS > position);
    d = select(d * scale, vec4f(NOTHING), first + 3u * ACROSS > position);
    shares[lane] = max(max(a, b), max(c, d));
    workgroupBarrier();
    let before = maximum;
    for (var other = lane - across; other < lane - across + ACROSS; other++) { maximum = max(maximum, shares[other]); }
    let fade = exp(before - maximum);
    let to = down * PITCH + across;
    weights[to] = a;
    weights[to + ACROSS] = b;
    weights[to + 2u * ACROSS] = c;
    weights[to + 3u * ACROSS] = d;
    total *= fade;
    for (var at = to; at < to + KV_BLOCK; at += ACROSS) {
      let weight = exp(weights[at] - maximum);
      total += weight;
      weights[at] = weight;
    }
    workgroupBarrier();

    // What lies past the context may be anything, so it must not even be multiplied by 0.
    let count = min(KV_BLOCK, end - start);
    for (var v = across; v < HEAD_DIM / 4u; v += ACROSS) {
      let at = v / ACROSS * 4u;
      var s0 = sums[at] * fade.x;
      var s1 = sums[at + 1u] * fade.y;
      var s2 = sums[at + 2u] * fade.z;
      var s3 = sums[at + 3u] * fade.w;
      var value_at = value_start(block, kv_head, 0u) + v * 4u;
      for (var p = 0u; p < count; p++) {
        let value = value4(value_at);
        let weight = weights[down * PITCH + p];
        s0 += value * weight.x;
        s1 += value * weight.y;
        s2 += value * weight.z;
        s3 += value * weight.w;
        value_at += HEAD_DIM;
      }
      sums[at] = s0;
      sums[at + 1u] = s1;
      sums[at + 2u] = s2;
      sums[at + 3u] = s3;
    }
  }

  workgroupBarrier();
  shares[lane] = total;
  workgroupBarrier();
  total = vec4f();
  for (var other = lane - across; other < lane - across + ACROSS; other++) { total += shares[other]; }
  for (var v = across; v < HEAD_DIM / 4u; v += ACROSS) {
    for (var i = 0u; i < 4u; i++) {
      let r = group.x * TILE + down * 4u + i;
      let sum = dot(total, vec4f(vec4u(i) == vec4u(0u, 1u, 2u, 3u)));
      if (r <= last) { y[r * (STRIDE / 4u) + head * (HEAD_DIM / 4u) + v] = sums[v / ACROSS * 4u + i] / sum; }
    }
  }
}
