// The best (id, logit) pairs of a slice of the vocabulary after penalties, best first, ties to the smaller id          a workgroup per (slice, row)
// Penalties as llama.cpp has them, for a token seen n times among the last tokens: logit · or ÷ repeat_penalty towards less, − n · frequency − presence.
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

// How often each token of the slice was seen; then its key.
var<workgroup> cells: array<atomic<u32>, SLICE>;

fn penalised(bits: u32, seen: u32, settings: Sampling) -> u32 {
  let logit = bitcast<f32>(bits);
  let repeated = select(logit / settings.repeat_penalty, logit * settings.repeat_penalty, logit <= 0.0);
  return bitcast<u32>(repeated - f32(seen) * settings.frequency_penalty - settings.presence_penalty);
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

  let position = rows[group.y].y;
  let start = position + 1u - min(settings.last_n, position + 1u);
  let history_start = rows[group.y].z * CONTEXT;
  let same = settings.repeat_penalty == 1.0 && settings.frequency_penalty == 0.0 && settings.presence_penalty == 0.0;
  if (!same) {
    for (var p = start + lane; p <= position; p += WORKGROUP_SIZE) {
      let token = history[history_start + p] - first;
      if (token < count) { atomicAdd(&cells[token], 1u); }
    }
  }
  workgroupBarrier();

  var best = vec2u(NOWHERE, BROKEN);
  for (var i = lane; i < count; i += WORKGROUP_SIZE) {
    let bits = logits[group.y * STRIDE + first + i];
    var key = key_of(bits);
    let seen = atomicLoad(&cells[i]);
    if (seen > 0u && key != NOWHERE && key != BROKEN) { key = key_of(penalised(bits, seen, settings)); }
    atomicStore(&cells[i], key);
    if (key > best.x) { best = vec2u(key, i); }
  }

  let out = (group.y * groups.x + group.x) * K;
  let wanted = candidates_of(settings, K);
  for (var k = 0u; k < wanted; k++) {
    let winner = workgroup_best(best, lane);
    if (lane == 0u) { candidates[out + k] = vec2u(first + winner.y, bits_of(winner.x)); }
    // The lane that had it looks for its next.
    if (winner.x != NOWHERE && winner.y % WORKGROUP_SIZE == lane) {
      atomicStore(&cells[winner.y], NOWHERE);
      best = vec2u(NOWHERE, BROKEN);
      for (var i = lane; i < count; i += WORKGROUP_SIZE) {
        let key = atomicLoad(&cells[i]);
        if (key > best.x) { best = vec2u(key, i); }
      }
    }
  }
}
