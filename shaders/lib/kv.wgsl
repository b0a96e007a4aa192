// The paged KV cache: where an element lies, and how it is stored (src/kernels/kv.ts has its size).
// Positions come in blocks of 32; a block table [sequence, MAX_BLOCKS] names the physical block.
// Keys:   [block, KV head, HEAD_DIM / 8 chunks, 32 slots, 8 elements], so that lanes on consecutive positions read consecutive 16 or 32 bytes.
// Values: [block, KV head, 32 slots, HEAD_DIM], so that lanes on consecutive dimensions read consecutive words.
// An element is half a word (binary16, low half first) where KV_F16, else a word (binary32).

override KV_HEADS: u32;
override HEAD_DIM: u32;
override MAX_BLOCKS: u32;
override KV_F16: bool;

const KV_BLOCK = 32u;
const LARGEST_F16 = vec2f(65504.0);

// Position in the block table of the block that holds a position of a sequence.
fn table_index(sequence: u32, position: u32) -> u32 {
  return sequence * MAX_BLOCKS + position / KV_BLOCK;
}

// Index, in groups of 8 elements, of one chunk of a key.
fn key_chunk(block: u32, head: u32, chunk: u32, slot: u32) -> u32 {
  return ((block * KV_HEADS + head) * (HEAD_DIM / 8u) + chunk) * KV_BLOCK + slot;
}

// Index, in elements, of the first dimension of a value.
fn value_start(block: u32, head: u32, slot: u32) -> u32 {
  return ((block * KV_HEADS + head) * KV_BLOCK + slot) * HEAD_DIM;
}

// Two elements as one word of binary16; what is beyond its range becomes its largest number.
fn pack_pair(pair: vec2f) -> u32 {
  return pack2x16float(clamp(pair, -LARGEST_F16, LARGEST_F16));
}

// The 4 elements of two such words.
fn halves(a: u32, b: u32) -> vec4f {
  return vec4f(unpack2x16float(a), unpack2x16float(b));
}
