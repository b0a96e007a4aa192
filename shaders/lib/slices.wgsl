// The shape of a workgroup of a mat-vec. A thread takes one row of REUSE (1, 2 or 4) tiles and every SLICES-th block of it;
// a workgroup has WORKGROUP_SIZE = GROUPS times 8 rows times SLICES threads, so it covers GROUPS * REUSE tiles of 8 rows. Lane = (group, slice, row).
import package::lib::reduce::WORKGROUP_SIZE;

override SLICES: u32;
override GROUPS: u32;
override REUSE: u32;

// Of one slice there is nothing to sum.
var<workgroup> slice_sums: array<vec4f, 1u + WORKGROUP_SIZE * min(SLICES - 1u, 1u)>;

// The first tile of this lane.
fn first_tile(group: u32, lane: u32) -> u32 { return (group * GROUPS + lane / (8u * SLICES)) * REUSE; }

fn slice_of(lane: u32) -> u32 { return (lane / 8u) % SLICES; }

// The sums over the slices of this lane's rows, in the lanes of slice 0. All lanes must call it.
fn sum_slices(values: vec4f, lane: u32) -> vec4f {
  if (SLICES == 1u) { return values; }
  slice_sums[lane] = values;
  workgroupBarrier();
  var sum = vec4f();
  if (slice_of(lane) == 0u) {
    for (var s = 0u; s < SLICES; s++) { sum += slice_sums[lane + 8u * s]; }
  }
  return sum;
}
