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
@group(0) @binding(4) var<storage, read> keys: array<vec4u>;
@group(0) @binding(5) var<storage, read> values: array<vec2u>;
@group(0) @binding(6) var<storage, read_write> y: array<vec4f>;

const NOTHING = -3.4e38;
const ACROSS = 8u;
// Vectors of 4 dimensions staged at once; pitches in workgroup memory are odd against bank conflicts.
const STAGE = 16u;
const PITCH = 17u;
const WEIGHT_PITCH = 9u;
// Vectors of a head of at most 256 dimensions that one lane sums.
const MOST = 8u;

var<workgroup> staged: array<vec4f, KV_BLOCK * PITCH>;
var<workgroup> weights: array<vec4f, TILE * WEIGHT_PITCH>;
var<workgroup> shares: array<vec4f, WORKGROUP_SIZE>;

// Stages 8 dimensions of the keys of a block; position 4a + j goes to row 8j + a, so that lanes on consecutive a read consecutive rows.
fn stage_key(at: u32, slot: u32, vector: u32) {
  let to = (slot % 4u * ACROSS + slot / 4u) * PITCH + vector;
  if (KV_F16) {
    let packed = keys[at];
    staged[to] = halves(packed.x, packed.y);
    staged[to + 1u] = halves(packed.z, packed.w);
  } else {
    staged[to] = bitcast<vec4f>(keys[at * 2u]);
    staged[to + 1u] = bitcast<vec4f>(keys[at * 2u + 1u]);
  }
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

  var sums: array<mat4x4f, MOST>;
  var maximum = vec4f(NOTHING);
  var total = vec4f();
  for (var start = 0u; start < end; start += KV_BLOCK) {
    let block = blocks[table_index(rows[last].z, start)];
    // Column j: the scores of position start + 4 · across + j for the 4 rows.
    var score = mat4x4f();
    for (var first = 0u; first < HEAD_DIM / 4u; first += STAGE) {
      let width = min(STAGE, HEAD_DIM / 4u - first);
      workgroupBarrier();
      for (var i = lane; i < KV_BLOCK * width / 2u; i += WORKGROUP_SIZE) {
        let slot = i % KV_BLOCK;
        let chunk = i / KV_BLOCK;
        stage_key(key_chunk(block, kv_head, first / 2u + chunk, slot), slot, chunk * 2u);
      }
      workgroupBarrier();
      for (var v = 0u; v < width; v++) {
        let at = query + first + v;
        let q = mat4x4f(qkv[at.x], qkv[at.y], qkv[at.z], qkv[at.w]);
        for (var j = 0u; j < 4u; j++) { score[j] += staged[(j * ACROSS + across) * PITCH + v] * q; }
      }
    }

    let column = start + across * 4u;
    for (var j = 0u; j < 4u; j++) { score[j] = select(score[j] * scale, vec4f(NOTHING), vec4u(column + j) > position); }
    shares[lane] = max(max(score[0], score[1]), max(score[2], score[3]));
    workgroupBarrier();
    var largest = maximum;
    for (var other = 0u; other < ACROSS; other++) { largest = max(largest, shares[down * ACROSS + other]); }
    let fade = exp(maximum - largest);
    maximum = largest;
    for (var j = 0u; j < 4u; j++) { score[j] = exp(score[j] - maximum); }
    total = total * fade + score[0] + score[1] + score[2] + score[3];
    let by_row = transpose(score);
    for (var i = 0u; i < 4u; i++) { weights[(down * 4u + i) * WEIGHT_PITCH + across] = by_row[i]; }

    for (var first = 0u; first < HEAD_DIM / 4u; first += STAGE) {
      let width = min(STAGE, HEAD_DIM / 4u - first);
      if (first > 0u) { workgroupBarrier(); }
      for (var i = lane; i < KV_BLOCK * width; i += WORKGROUP_SIZE) {
        let slot = i / width;
        let value = value4(value_start(block, kv_head, slot) + (first + i % width) * 4u);
        // What lies past the context may be anything, so it must not even be multiplied by 0.
        staged[slot * PITCH + i % width] = select(vec4f(), value, start + slot < end);
      }
      workgroupBarrier();
      for (var v = across; v < width; v += ACROSS) {
        var sum = sums[(first + v) / ACROSS];
        for (var i = 0u; i < 4u; i++) { sum[i] *= fade[i]; }
        for (var p = 0u; p < KV_BLOCK / 4u; p++) {
          let near = p * 4u * PITCH + v;
          let value = mat4x4f(staged[near], staged[near + PITCH], staged[near + 2u * PITCH], staged[near + 3u * PITCH]);
          let weight = down * 4u * WEIGHT_PITCH + p;
          sum += value * mat4x4f(
            weights[weight],
            weights[weight + WEIGHT_PITCH],
            weights[weight + 2u * WEIGHT_PITCH],
            weights[weight + 3u * WEIGHT_PITCH],
          );
        }
        sums[(first + v) / ACROSS] = sum;
      }
    }
  }

  shares[lane] = total;
  workgroupBarrier();
  total = vec4f();
  for (var other = 0u; other < ACROSS; other++) { total += shares[down * ACROSS + other]; }
  for (var v = across; v < HEAD_DIM / 4u; v += ACROSS) {
    for (var i = 0u; i < 4u; i++) {
      let r = group.x * TILE + down * 4u + i;
      if (r <= last) { y[r * (STRIDE / 4u) + head * (HEAD_DIM / 4u) + v] = sums[v / ACROSS][i] / total[i]; }
    }
  }
}
