// Dot products of weight blocks with activations; the quant type's file says what a block is.
import package::lib::weights::{x, Block, Place};
import package::lib::slices::{REUSE, SLICES, slice_of};
import package::quant::{load_block, HAS_OFFSET};
@if(subgroups) enable subgroups;

// How many lanes of a subgroup load activations for each other: 8 or 4 where all lanes want the same ones (one slice), 0 where each loads its own.
override SHARE: u32;

// The activations of the 32 columns that begin at x[at].
fn load_x(at: u32) -> array<vec4f, 8> {
  return array(x[at], x[at + 1u], x[at + 2u], x[at + 3u], x[at + 4u], x[at + 5u], x[at + 6u], x[at + 7u]);
}

// The same where `at` is uniform over the subgroup and SHARE is 8 or 4: a lane loads one or two of the eight words, and hands them to the others.
@if(subgroups)
fn share_x(at: u32, subgroup_lane: u32) -> array<vec4f, 8> {
  if (SHARE == 8u) {
    let v = x[at + subgroup_lane % 8u];
    return array(
      subgroupBroadcast(v, 0u), subgroupBroadcast(v, 1u), subgroupBroadcast(v, 2u), subgroupBroadcast(v, 3u),
      subgroupBroadcast(v, 4u), subgroupBroadcast(v, 5u), subgroupBroadcast(v, 6u), subgroupBroadcast(v, 7u),
    );
  }
  let v = x[at + subgroup_lane % 4u];
  let w = x[at + 4u + subgroup_lane % 4u];
  return array(
    subgroupBroadcast(v, 0u), subgroupBroadcast(v, 1u), subgroupBroadcast(v, 2u), subgroupBroadcast(v, 3u),
    subgroupBroadcast(w, 0u), subgroupBroadcast(w, 1u), subgroupBroadcast(w, 2u), subgroupBroadcast(w, 3u),
  );
}

@if(!subgroups)
fn share_x(at: u32, subgroup_lane: u32) -> array<vec4f, 8> { return load_x(at); }

// Σ over the 32 columns of a block of weight · activation; fma, because not every driver makes one of a product and a sum.
fn dot_block(b: Block, a: array<vec4f, 8>) -> f32 {
  let one = vec4f(1.0);
  let first = fma(b.q[3], a[3], fma(b.q[2], a[2], fma(b.q[1], a[1], b.q[0] * a[0])));
  let second = fma(b.q[7], a[7], fma(b.q[6], a[6], fma(b.q[5], a[5], b.q[4] * a[4])));
  var sum = dot(fma(vec4f(b.scale.x), first, b.scale.y * second), one);
  if (HAS_OFFSET) {
    sum += b.offset.x * dot(a[0] + a[1] + a[2] + a[3], one) + b.offset.y * dot(a[4] + a[5] + a[6] + a[7], one);
  }
  return sum;
}

// What one block column adds to the sums of REUSE tiles from `tile` on, which share its activations.
fn dot_column(tile: u32, row: u32, block: u32, blocks: u32, a: array<vec4f, 8>) -> vec4f {
  var sums = vec4f(dot_block(load_block(Place(tile, row, block, blocks)), a), 0.0, 0.0, 0.0);
  if (REUSE > 1u) { sums.y = dot_block(load_block(Place(tile + 1u, row, block, blocks)), a); }
  if (REUSE > 2u) {
    sums.z = dot_block(load_block(Place(tile + 2u, row, block, blocks)), a);
    sums.w = dot_block(load_block(Place(tile + 3u, row, block, blocks)), a);
  }
  return sums;
}

// This lane's part of row `lane % 8` of REUSE tiles times the activations that begin at x[at]: all blocks, or every SLICES-th one.
// All lanes must call it; tiles past the end give sums that must not be used.
fn dot_rows(tile: u32, blocks: u32, at: u32, lane: u32, subgroup_lane: u32) -> vec4f {
  var sums = vec4f();
  if (SHARE > 0u) {
    for (var block = 0u; block < blocks; block++) {
      sums += dot_column(tile, lane % 8u, block, blocks, share_x(at + block * 8u, subgroup_lane));
    }
  } else {
    for (var block = slice_of(lane); block < blocks; block += SLICES) {
      sums += dot_column(tile, lane % 8u, block, blocks, load_x(at + block * 8u));
    }
  }
  return sums;
}
