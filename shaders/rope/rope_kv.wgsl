// q, k normed and rotated by position: (a, b) → (a·cos − b·sin, a·sin + b·cos); q, and k and v into the cache          4 elements a lane, rows in y
// Pairs (a, b) are elements (i, i + ROPE_DIM/2) where NEOX, else (2i, 2i + 1); elements from ROPE_DIM on are not rotated. Where QK_NORM, a workgroup takes a head.
import package::lib::kv::{KV_HEADS, HEAD_DIM, KV_F16, KV_BLOCK, table_index, key_chunk, value_start, pack_pair};

override HEADS: u32;
override ROPE_DIM: u32;
override NEOX: bool;
override QKV_STRIDE: u32;
override Q_STRIDE: u32;
// 0: no norm; 1: RMSNorm of each head; 2: RMSNorm of all heads of q together, and of k.
override QK_NORM: u32;
override SIZE: u32 = select(64u, HEAD_DIM / 4u, QK_NORM > 0u);

struct Params { rows: u32, eps: f32 }
@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> table: array<vec4f>;
@group(0) @binding(2) var<storage, read> rows: array<vec4u>;
@group(0) @binding(3) var<storage, read> blocks: array<u32>;
@group(0) @binding(4) var<storage, read> qkv: array<vec2f>;
@group(0) @binding(5) var<storage, read> norms: array<vec2f>;
@group(0) @binding(6) var<storage, read_write> q: array<vec2f>;
@group(0) @binding(7) var<storage, read_write> keys: array<u32>;
@group(0) @binding(8) var<storage, read_write> values: array<u32>;

// One word where there is no norm: drivers that zero workgroup memory take time for each.
var<workgroup> squares: array<f32, 1u + (SIZE - 1u) * min(QK_NORM, 1u)>;

// 1/sqrt(mean(x²) + eps) of what `head` is normed with: itself, or all heads of its kind. All lanes must call it.
fn head_scale(row: u32, head: u32, lane: u32) -> f32 {
  var first = head;
  var heads = 1u;
  if (QK_NORM == 2u) {
    first = select(0u, HEADS, head >= HEADS);
    heads = select(HEADS, KV_HEADS, head >= HEADS);
  }
  let start = row * (QKV_STRIDE / 2u) + first * (HEAD_DIM / 2u);
  var sum = 0.0;
  for (var i = lane; i < heads * (HEAD_DIM / 2u); i += SIZE) {
    let pair = qkv[start + i];
    sum += dot(pair, pair);
  }
  squares[lane] = sum;
  workgroupBarrier();
  var total = 0.0;
  for (var i = 0u; i < SIZE; i++) { total += squares[i]; }
  return inverseSqrt(total / f32(heads * HEAD_DIM) + params.eps);
}

// Stores elements (element, element + 1) of the key cache; `element` is even.
fn store_key(element: u32, pair: vec2f) {
  if (KV_F16) {
    keys[element / 2u] = pack_pair(pair);
  } else {
    keys[element] = bitcast<u32>(pair.x);
    keys[element + 1u] = bitcast<u32>(pair.y);
  }
}

fn store_value(element: u32, pair: vec2f) {
  if (KV_F16) {
    values[element / 2u] = pack_pair(pair);
  } else {
    values[element] = bitcast<u32>(pair.x);
    values[element + 1u] = bitcast<u32>(pair.y);
  }
}

@compute @workgroup_size(SIZE)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let head = id.x / (HEAD_DIM / 4u);
  let part = id.x % (HEAD_DIM / 4u);
  let is_value = head >= HEADS + KV_HEADS;
  var scale = 1.0;
  if (QK_NORM > 0u) { scale = head_scale(id.y, min(head, HEADS + KV_HEADS - 1u), lane); }
  if (head >= HEADS + 2u * KV_HEADS) { return; }
  let position = rows[id.y].y;
  let base = id.y * (QKV_STRIDE / 2u) + head * (HEAD_DIM / 2u);

  let rotated = part < ROPE_DIM / 4u;
  let low = select(4u * part, 2u * part, rotated && NEOX);
  let high = select(4u * part + 2u, 2u * part + ROPE_DIM / 2u, rotated && NEOX);
  var x = qkv[base + low / 2u];
  var y = qkv[base + high / 2u];
  if (QK_NORM > 0u && !is_value) {
    let weight = select(select(0u, HEAD_DIM / 2u, head >= HEADS), head * (HEAD_DIM / 2u), QK_NORM == 2u);
    x *= scale * norms[weight + low / 2u];
    y *= scale * norms[weight + high / 2u];
  }
  if (rotated && !is_value) {
    let turn = table[position * (ROPE_DIM / 4u) + part];
    let a = select(vec2f(x.x, y.x), x, NEOX);
    let b = select(vec2f(x.y, y.y), y, NEOX);
    let first = a * turn.xz - b * turn.yw;
    let second = a * turn.yw + b * turn.xz;
    x = select(vec2f(first.x, second.x), first, NEOX);
    y = select(vec2f(first.y, second.y), second, NEOX);
  }
  if (head < HEADS) {
    let at = id.y * (Q_STRIDE / 2u) + head * (HEAD_DIM / 2u);
    q[at + low / 2u] = x;
    q[at + high / 2u] = y;
    return;
  }

  let block = blocks[table_index(rows[id.y].z, position)];
  let slot = position % KV_BLOCK;
  if (is_value) {
    let start = value_start(block, head - HEADS - KV_HEADS, slot);
    store_value(start + low, x);
    store_value(start + high, y);
  } else {
    store_key(key_chunk(block, head - HEADS, low / 8u, slot) * 8u + low % 8u, x);
    store_key(key_chunk(block, head - HEADS, high / 8u, slot) * 8u + high % 8u, y);
  }
}
