// token = draw(softmax(min_p(top_p(top_k(logits))) / temperature)), or the best where temperature = 0          a workgroup per row
// Merges the candidates of all slices, draws, and leaves the token where the next step looks: `rows`, `history`, and `out` for the host.
import package::lib::reduce::{workgroup_best, WORKGROUP_SIZE};
import package::lib::rng::uniform_at;
import package::lib::sampling::{Sampling, key_of, bits_of, candidates_of, NOWHERE, BROKEN};

override K: u32;
override SLICES: u32;
override CONTEXT: u32;
override RING: u32;

struct Params { rows: u32 }
@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> candidates: array<vec2u>;
@group(0) @binding(2) var<storage, read> sampling: array<Sampling>;
@group(0) @binding(3) var<storage, read_write> rows: array<vec4u>;
@group(0) @binding(4) var<storage, read_write> history: array<u32>;
@group(0) @binding(5) var<storage, read_write> state: array<u32>;
@group(0) @binding(6) var<storage, read_write> out: array<u32>;

// exp of less is nothing in f32.
const LEAST = -87.0;

// How many candidates of each slice are taken.
var<workgroup> taken: array<u32, SLICES>;
// The chosen (key, id), best first.
var<workgroup> chosen: array<vec2u, K>;

fn logit(index: u32) -> f32 {
  return bitcast<f32>(bits_of(chosen[index].x));
}

// exp((logit − best logit) / temperature)
fn weight(index: u32, temperature: f32) -> f32 {
  return exp(max((logit(index) - logit(0u)) / temperature, LEAST));
}

fn total(count: u32, temperature: f32) -> f32 {
  var sum = 0.0;
  for (var i = 0u; i < count; i++) { sum += weight(i, temperature); }
  return sum;
}

// The index of the first of `count` candidates at which the running sum of weights passes `limit`, or the last index.
fn reach(count: u32, temperature: f32, limit: f32) -> u32 {
  var sum = 0.0;
  for (var i = 0u; i + 1u < count; i++) {
    sum += weight(i, temperature);
    if (sum > limit) { return i; }
  }
  return count - 1u;
}

// Index of the drawn one of the first `found` of `chosen`.
fn draw(found: u32, settings: Sampling, position: u32) -> u32 {
  if (settings.temperature <= 0.0) { return 0u; }
  var count = found;
  if (settings.top_p < 1.0) { count = reach(count, 1.0, settings.top_p * total(count, 1.0)) + 1u; }
  if (settings.min_p > 0.0) {
    while (count > 1u && weight(count - 1u, 1.0) < settings.min_p) { count--; }
  }
  let random = uniform_at(settings.seed, position);
  return reach(count, settings.temperature, random * total(count, settings.temperature));
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let settings = sampling[group.x];
  let wanted = candidates_of(settings, K);
  var found = 0u;
  var stale = true;
  var best = vec2u(NOWHERE, BROKEN);
  var slice = 0u;
  for (var k = 0u; k < wanted; k++) {
    if (stale) {
      best = vec2u(NOWHERE, BROKEN);
      for (var s = lane; s < SLICES; s += WORKGROUP_SIZE) {
        if (taken[s] == wanted) { continue; }
        let candidate = candidates[(group.x * SLICES + s) * K + taken[s]];
        let key = key_of(candidate.y);
        if (key > best.x) {
          best = vec2u(key, candidate.x);
          slice = s;
        }
      }
    }
    let winner = workgroup_best(best, lane);
    stale = winner.x != NOWHERE && winner.y == best.y;
    if (stale) { taken[slice]++; }
    if (lane == 0u) {
      chosen[k] = winner;
      found += u32(winner.x != NOWHERE);
    }
  }
  if (lane > 0u) { return; }

  let row = rows[group.x];
  let valid = found > 0u && chosen[0].x != BROKEN;
  var token = 0u;
  if (valid) { token = chosen[draw(found, settings, row.y + 1u)].y; }
  let step = state[group.x];
  out[group.x * RING + step % RING] = select(0xffffffffu, token, valid);
  state[group.x] = step + 1u;
  rows[group.x] = vec4u(token, row.y + 1u, row.z, row.w);
  if (row.y + 1u < CONTEXT) { history[row.z * CONTEXT + row.y + 1u] = token; }
}
