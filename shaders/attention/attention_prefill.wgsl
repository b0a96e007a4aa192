// y[r, h] = softmax(scale · q[r, h]·K)·V over `window` positions up to rows[r].position, scores soft-capped where CAP          a workgroup per (tile of 4 · SIZE / ACROSS rows, query head)
// Online softmax (Milakov and Gimelshein 2018; FlashAttention, Dao et al. 2022) over blocks of 4 · ACROSS positions.
// The rows of a tile are of one sequence, in ascending order of position. A lane has 4 rows: of their scores every ACROSS-th position, of y 8 dimensions.
// Only weights go through workgroup memory, since SwiftShader compiles a store for every word of it.
import package::lib::kv::{KV_HEADS, HEAD_DIM, KV_F16, KV_BLOCK, table_index, key_chunk, value_start, halves};
import package::lib::scores::{NOTHING, key4, scores, first_seen};
import package::lib::turns::turns;

override HEADS: u32;
override Q_STRIDE: u32;
override STRIDE: u32;
override WORKGROUP_SIZE: u32;
// Lanes side by side: as many as a head has chunks of 8 dimensions, but 8, 16 or 32 of them.
override ACROSS: u32 = select(select(32u, 16u, HEAD_DIM <= 128u), 8u, HEAD_DIM <= 64u);
override SIZE: u32 = max(WORKGROUP_SIZE, ACROSS);

struct Params { rows: u32, scale: f32, window: u32, cap: f32 }
@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> q: array<vec4f>;
@group(0) @binding(2) var<storage, read> rows: array<vec4u>;
@group(0) @binding(3) var<storage, read> blocks: array<u32>;
@group(0) @binding(5) var<storage, read> values: array<vec4u>;
@group(0) @binding(6) var<storage, read_write> y: array<vec4f>;

// Of 4 rows the weights of 4 · ACROSS positions, each 4 rows apart by an odd number against bank conflicts.
override PITCH: u32 = 4u * ACROSS + 1u;
var<workgroup> weights: array<vec4f, SIZE / ACROSS * PITCH>;
var<workgroup> shares: array<vec4f, SIZE>;

// 8 elements of a value, counted in such.
fn value8(chunk: u32) -> mat2x4f {
  if (KV_F16) {
    let packed = values[chunk];
    return mat2x4f(halves(packed.x, packed.y), halves(packed.z, packed.w));
  }
  return mat2x4f(bitcast<vec4f>(values[chunk * 2u]), bitcast<vec4f>(values[chunk * 2u + 1u]));
}

// Column i: value · weight[i].
fn outer(value: vec4f, weight: vec4f) -> mat4x4f {
  return mat4x4f(value * weight.x, value * weight.y, value * weight.z, value * weight.w);
}

fn scaled(m: mat4x4f, by: vec4f) -> mat4x4f { return mat4x4f(m[0] * by.x, m[1] * by.y, m[2] * by.z, m[3] * by.w); }

fn write(wanted: bool, at: u32, low: vec4f, high: vec4f) {
  if (!wanted) { return; }
  y[at] = low;
  y[at + 1u] = high;
}

@compute @workgroup_size(SIZE)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let head = group.y;
  let kv_head = head / (HEADS / KV_HEADS);
  let across = lane % ACROSS;
  let down = lane / ACROSS;
  let tile = group.x * (SIZE / ACROSS * 4u);
  let last = min(tile + SIZE / ACROSS * 4u, params.rows) - 1u;
  let sequence = rows[last].z;
  let end = rows[last].y + 1u;
  // Rows past the last are computed as the last and not written.
  let row = min(vec4u(tile + down * 4u) + vec4u(0u, 1u, 2u, 3u), vec4u(last));
  let position = vec4u(rows[row.x].y, rows[row.y].y, rows[row.z].y, rows[row.w].y);
  let query = row * (Q_STRIDE / 4u) + head * (HEAD_DIM / 4u);
  // Of the tile's rows the first sees the furthest back.
  let seen = first_seen(rows[tile].y, params.window);
  // How far back a row sees; more positions than this there are not, so that a position past the row's own, wrapped below 0, is too far as well.
  let reach = vec4u(min(params.window, 1u << 31u));
  let chunks = turns(HEAD_DIM / 8u, params.rows);
  let kv_block = turns(KV_BLOCK, params.rows);

  // Column i: of row i the first 4 of this lane's dimensions, and the others.
  var low = mat4x4f();
  var high = mat4x4f();
  // Above what is masked, so that a block in which a row sees nothing adds nothing.
  var maximum = vec4f(0.5 * NOTHING);
  var total = vec4f();
  for (var start = seen / KV_BLOCK * KV_BLOCK; start < end; start += 4u * ACROSS) {
    // Component j: this lane's position j; past the context the last one is read, and then masked as all that a row does not see.
    let column = vec4u(start + across) + vec4u(0u, 1u, 2u, 3u) * ACROSS;
    let read = min(column, vec4u(end - 1u));
    let slot = read % KV_BLOCK;
    let key = vec4u(
      key_chunk(blocks[table_index(sequence, read.x)], kv_head, 0u, slot.x),
      key_chunk(blocks[table_index(sequence, read.y)], kv_head, 0u, slot.y),
      key_chunk(blocks[table_index(sequence, read.z)], kv_head, 0u, slot.z),
      key_chunk(blocks[table_index(sequence, read.w)], kv_head, 0u, slot.w),
    );
    // Column j: the scores of position j for the 4 rows.
    var score = mat4x4f();
    for (var v = 0u; v < 2u * chunks; v++) {
      let at = query + v;
      let queries = mat4x4f(q[at.x], q[at.y], q[at.z], q[at.w]);
      let k = key * 2u + v / 2u * 2u * KV_BLOCK + v % 2u;
      score += mat4x4f(key4(k.x) * queries, key4(k.y) * queries, key4(k.z) * queries, key4(k.w) * queries);
    }
    let a = select(scores(score[0], params.scale, params.cap), vec4f(NOTHING), position - column.x >= reach);
    let b = select(scores(score[1], params.scale, params.cap), vec4f(NOTHING), position - column.y >= reach);
    let c = select(scores(score[2], params.scale, params.cap), vec4f(NOTHING), position - column.z >= reach);
    let d = select(scores(score[3], params.scale, params.cap), vec4f(NOTHING), position - column.w >= reach);
    shares[lane] = max(max(a, b), max(c, d));
    workgroupBarrier();
    let before = maximum;
    for (var i = 0u; i < turns(ACROSS, params.rows); i++) { maximum = max(maximum, shares[down * ACROSS + i]); }
    let fade = exp(before - maximum);
    let weight = mat4x4f(exp(a - maximum), exp(b - maximum), exp(c - maximum), exp(d - maximum));
    total = total * fade + weight[0] + weight[1] + weight[2] + weight[3];
    let to = down * PITCH + across;
    weights[to] = weight[0];
    weights[to + ACROSS] = weight[1];
    weights[to + 2u * ACROSS] = weight[2];
    weights[to + 3u * ACROSS] = weight[3];
    workgroupBarrier();

    low = scaled(low, fade);
    high = scaled(high, fade);
    if (across < chunks) {
      // Neither beyond the context nor before what any row sees: what lies there may be anything, so it must not even be multiplied by 0.
      let count = min(4u * ACROSS, end - start);
      let skipped = max(seen, start) - start;
      for (var first = 0u; first < count; first += KV_BLOCK) {
        let value_at = value_start(blocks[table_index(sequence, start + first)], kv_head, 0u) / 8u + across;
        for (var i = max(first, skipped) - first; i < min(kv_block, count - first); i++) {
          let value = value8(value_at + i * (HEAD_DIM / 8u));
          let factors = weights[down * PITCH + first + i];
          low += outer(value[0], factors);
          high += outer(value[1], factors);
        }
      }
    }
  }

  shares[lane] = total;
  workgroupBarrier();
  total = vec4f();
  for (var i = 0u; i < turns(ACROSS, params.rows); i++) { total += shares[down * ACROSS + i]; }
  let left = select(0u, last + 1u - min(tile + down * 4u, last + 1u), across < chunks);
  let at = row * (STRIDE / 4u) + (head * (HEAD_DIM / 8u) + across) * 2u;
  write(left > 0u, at.x, low[0] / total.x, high[0] / total.x);
  write(left > 1u, at.y, low[1] / total.y, high[1] / total.y);
  write(left > 2u, at.z, low[2] / total.z, high[2] / total.z);
  write(left > 3u, at.w, low[3] / total.w, high[3] / total.w);
}
