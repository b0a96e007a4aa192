// The bindings every kernel over a weight matrix shares. Rows are stored in tiles of 8 (see src/kernels/weight-layout.ts):
// `quants` holds the tiles' codes in 16-byte words, `scales` everything else of a block, each 32 columns wide.
@group(0) @binding(1) var<storage, read> quants: array<vec4<u32>>;
@group(0) @binding(2) var<storage, read> scales: array<u32>;
@group(0) @binding(3) var<storage, read> x: array<vec4f>;

// 32 consecutive weights of one row, in halves of 16: weight i = q[i] * scale[i / 16] + offset[i / 16].
struct Block { q: array<vec4f, 8>, scale: vec2f, offset: vec2f }

// Where a block is: row `row` (0…7) of tile `tile`, block column `block` of `blocks` in a row.
struct Place { tile: u32, row: u32, block: u32, blocks: u32 }

// Index in units of (tile, block, row).
fn place_index(p: Place) -> u32 { return (p.tile * p.blocks + p.block) * 8u + p.row; }

// One of eight f16 scales that lie together, one per row of the tile, in the four words from `first`.
fn row_f16(first: u32, row: u32) -> f32 {
  return unpack2x16float(scales[first + row / 2u])[row & 1u];
}

// Low and high nibbles of a word as numbers.
fn low_nibbles(word: u32) -> vec4f { return vec4f(unpack4xU8(word & 0x0f0f0f0fu)); }
fn high_nibbles(word: u32) -> vec4f { return vec4f(unpack4xU8((word >> 4u) & 0x0f0f0f0fu)); }
