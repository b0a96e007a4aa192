// The best (id, logit) pairs of a slice of the vocabulary after penalties, best first, ties to the smaller id          a workgroup per (slice, row)
// Penalties as llama.cpp has them, for a token seen n times among the last tokens: logit · or ÷ repetition_penalty towards less,
// − n · frequency − presence. Workgroup memory holds a bit per token only: some drivers zero it with an instruction per word.
import package::lib::reduce::{workgroup_best, WORKGROUP_SIZE};
import package::lib::sampling::{Sampling, key_of, bits_of, candidates_of, NOWHERE, BROKEN};

override VOCAB: u32;
override STRIDE: u32;
override SLICE: u32;
override K: u32;
override CONTEXT: u32;

struct Params { rows: u32 }
@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> logits: array<u32>;
@group(0) @binding(2) var<storage, read> rows: array<vec4u>;
@group(0) @binding(3) var<storage, read> history: array<u32>;
@group(0) @binding(4) var<storage, read> sampling: array<Sampling>;
@group(0) @binding(5) var<storage, read_write> candidates: array<vec2u>;

// Whether each token of the slice was seen.
var<workgroup> seen: array<atomic<u32>, (SLICE + 31u) / 32u>;

// Some of a row's history, and what it does to logits.
struct Past { start: u32, end: u32, settings: Sampling }

// The key of a token that was seen.
fn penalised(bits: u32, token: u32, past: Past) -> u32 {
  let key = key_of(bits);
  if (key == NOWHERE || key == BROKEN) { return key; }
  var times = 0.0;
  for (var p = past.start; p < past.end; p++) { times += f32(history[p] == token); }
  let logit = bitcast<f32>(bits);
  let repetition = past.settings.repetition_penalty;
  let repeated = select(logit / repetition, logit * repetition, logit <= 0.0);
  return key_of(bitcast<u32>(repeated - times * past.settings.frequency_penalty - past.settings.presence_penalty));
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let settings = sampling[group.y];
  let first = group.x * SLICE;
  let count = min(SLICE, VOCAB - first);

  let row = rows[group.y];
  let start = row.z * CONTEXT;
  let past = Past(start + row.y + 1u - min(settings.penalty_last_n, row.y + 1u), start + row.y + 1u, settings);
  let same = settings.repetition_penalty == 1.0 && settings.frequency_penalty == 0.0 && settings.presence_penalty == 0.0;
  if (!same) {
    for (var p = past.start + lane; p < past.end; p += WORKGROUP_SIZE) {
      let token = history[p] - first;
      if (token < count) { atomicOr(&seen[token / 32u], 1u << (token % 32u)); }
    }
  }
  workgroupBarrier();

  let out = (group.y * groups.x + group.x) * K;
  let wanted = candidates_of(settings, K);
  // The best 4 of a lane's tokens, which are every WORKGROUP_SIZE-th of the slice, of those that come after the last one it gave. The index −1 is before all.
  var keys = vec4u(NOWHERE);
  var ids = vec4u(BROKEN);
  var last = vec2u(BROKEN, BROKEN);
  var empty = true;
  for (var k = 0u; k < wanted; k++) {
    if (empty) {
      for (var i = lane; i < count; i += WORKGROUP_SIZE) {
        let bits = logits[group.y * STRIDE + first + i];
        var key = key_of(bits);
        if (extractBits(atomicLoad(&seen[i / 32u]), i % 32u, 1u) > 0u) { key = penalised(bits, first + i, past); }
        let later = key < last.x || (key == last.x && i + 1u > last.y + 1u);
        if (later && key > select(keys.w, keys.x, wanted == 1u)) {
          let over = vec4u(key) > keys;
          let shifted = vec4(false, over.xyz);
          keys = select(keys, select(vec4u(key), keys.xxyz, shifted), over);
          ids = select(ids, select(vec4u(i), ids.xxyz, shifted), over);
        }
      }
      empty = false;
    }
    let winner = workgroup_best(vec2u(keys.x, ids.x), lane);
    if (lane == 0u) { candidates[out + k] = vec2u(first + winner.y, bits_of(winner.x)); }
    if (winner.x != NOWHERE && winner.y == ids.x) {
      last = winner;
      keys = vec4u(keys.yzw, NOWHERE);
      ids = vec4u(ids.yzw, BROKEN);
      empty = keys.x == NOWHERE;
    }
  }
}
