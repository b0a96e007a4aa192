// q, k rotated by position: (a, b) → (a·cos − b·sin, a·sin + b·cos); q stays in place, k and v go into the cache          4 elements a lane, rows in y
// Pairs (a, b) are elements (i, i + ROPE_DIM/2) where NEOX, else (2i, 2i + 1); elements from ROPE_DIM on are not rotated.
import package::lib::kv::{KV_HEADS, HEAD_DIM, KV_F16, KV_BLOCK, table_index, key_chunk, value_start, pack_pair};

override HEADS: u32;
override ROPE_DIM: u32;
override NEOX: bool;
override QKV_STRIDE: u32;

struct Params { rows: u32 }
@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> table: array<vec4f>;
@group(0) @binding(2) var<storage, read> rows: array<vec4u>;
@group(0) @binding(3) var<storage, read> blocks: array<u32>;
@group(0) @binding(4) var<storage, read_write> qkv: array<vec2f>;
@group(0) @binding(5) var<storage, read_write> keys: array<u32>;
@group(0) @binding(6) var<storage, read_write> values: array<u32>;

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

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let head = id.x / (HEAD_DIM / 4u);
  let part = id.x % (HEAD_DIM / 4u);
  if (head >= HEADS + 2u * KV_HEADS) { return; }
  let position = rows[id.y].y;
  let base = id.y * (QKV_STRIDE / 2u) + head * (HEAD_DIM / 2u);

  let rotated = part < ROPE_DIM / 4u;
  let low = select(4u * part, 2u * part, rotated && NEOX);
  let high = select(4u * part + 2u, 2u * part + ROPE_DIM / 2u, rotated && NEOX);
  var x = qkv[base + low / 2u];
  var y = qkv[base + high / 2u];

  let is_value = head >= HEADS + KV_HEADS;
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
    qkv[base + low / 2u] = x;
    qkv[base + high / 2u] = y;
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
