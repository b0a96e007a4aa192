// Reductions over a workgroup. Every lane calls them, in uniform control flow, and every lane receives the result.
// Between two calls of `workgroup_sum` or `workgroup_max4` in one kernel the caller puts a workgroupBarrier; `workgroup_best` needs none.
// With subgroups: one value per subgroup, one barrier, then every subgroup reduces those by itself; lanes are counted, never guessed from a size.
// Without: sums of SPAN lanes, then the sum of those, two barriers.
@if(subgroups) enable subgroups;

override WORKGROUP_SIZE: u32 = 64u;
const SPAN = 16u;
const SPANS = 16u;

var<workgroup> sums: array<f32, WORKGROUP_SIZE>;
var<workgroup> span_sums: array<f32, SPANS>;
var<workgroup> maxima: array<vec4f, WORKGROUP_SIZE>;
var<workgroup> span_maxima: array<vec4f, SPANS>;
var<workgroup> bests: array<vec2u, WORKGROUP_SIZE>;
var<workgroup> span_bests: array<vec2u, SPANS>;

// The sum of all lanes' values.
@if(subgroups) fn workgroup_sum(value: f32, lane: u32) -> f32 {
  let own = subgroupAdd(value);
  sums[lane] = select(0.0, own, subgroupElect());
  workgroupBarrier();
  let lanes = subgroupAdd(1u);
  var sum = 0.0;
  for (var i = subgroupExclusiveAdd(1u); i < WORKGROUP_SIZE; i += lanes) { sum += sums[i]; }
  return subgroupAdd(sum);
}
@if(!subgroups) fn workgroup_sum(value: f32, lane: u32) -> f32 {
  sums[lane] = value;
  workgroupBarrier();
  if (lane * SPAN < WORKGROUP_SIZE) {
    var sum = 0.0;
    for (var i = lane * SPAN; i < min((lane + 1u) * SPAN, WORKGROUP_SIZE); i++) { sum += sums[i]; }
    span_sums[lane] = sum;
  }
  workgroupBarrier();
  var total = 0.0;
  for (var i = 0u; i * SPAN < WORKGROUP_SIZE; i++) { total += span_sums[i]; }
  return total;
}

// The largest value of all lanes, by component.
@if(subgroups) fn workgroup_max4(value: vec4f, lane: u32) -> vec4f {
  maxima[lane] = subgroupMax(value);
  workgroupBarrier();
  let lanes = subgroupAdd(1u);
  var largest = value;
  for (var i = subgroupExclusiveAdd(1u); i < WORKGROUP_SIZE; i += lanes) { largest = max(largest, maxima[i]); }
  return subgroupMax(largest);
}
@if(!subgroups) fn workgroup_max4(value: vec4f, lane: u32) -> vec4f {
  maxima[lane] = value;
  workgroupBarrier();
  if (lane * SPAN < WORKGROUP_SIZE) {
    var largest = value;
    for (var i = lane * SPAN; i < min((lane + 1u) * SPAN, WORKGROUP_SIZE); i++) { largest = max(largest, maxima[i]); }
    span_maxima[lane] = largest;
  }
  workgroupBarrier();
  var largest = span_maxima[0];
  for (var i = 1u; i * SPAN < WORKGROUP_SIZE; i++) { largest = max(largest, span_maxima[i]); }
  return largest;
}

// Of two (key, id) pairs the one with the larger key; of equal keys the smaller id.
fn better(a: vec2u, b: vec2u) -> vec2u {
  return select(b, a, a.x > b.x || (a.x == b.x && a.y < b.y));
}

// The best (key, id) pair of all lanes.
fn workgroup_best(value: vec2u, lane: u32) -> vec2u {
  bests[lane] = value;
  workgroupBarrier();
  if (lane * SPAN < WORKGROUP_SIZE) {
    var best = value;
    for (var i = lane * SPAN; i < min((lane + 1u) * SPAN, WORKGROUP_SIZE); i++) { best = better(bests[i], best); }
    span_bests[lane] = best;
  }
  workgroupBarrier();
  var best = span_bests[0];
  for (var i = 1u; i * SPAN < WORKGROUP_SIZE; i++) { best = better(span_bests[i], best); }
  return best;
}
