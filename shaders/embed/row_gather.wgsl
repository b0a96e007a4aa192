// y[r, c] (+)= scale · W[i, c], i the token of row r, its position with POSITION; + with ADD;  scaled[r, c] = y[r, c] · norm[c]    one thread per 32 columns of a row
import package::lib::weights::{Block, Place};
import package::quant::{load_block, HAS_OFFSET};

override POSITION: bool;
override ADD: bool;

// The rows of W here are first … first + count of the whole matrix; other tokens are left to other dispatches. stride in vec4f.
struct Params { rows: u32, blocks: u32, stride: u32, first: u32, count: u32, scale: f32 }
@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(3) var<storage, read> rows: array<vec4<u32>>;
@group(0) @binding(4) var<storage, read> norm: array<vec4f>;
@group(0) @binding(5) var<storage, read_write> y: array<vec4f>;
@group(0) @binding(6) var<storage, read_write> scaled: array<vec4f>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let r = id.z;
  let row = select(rows[r].x, rows[r].y, POSITION) - params.first;
  if (id.x >= params.blocks || row >= params.count) { return; }
  let b = load_block(Place(row / 8u, row % 8u, id.x, params.blocks));
  for (var i = 0u; i < 8u; i++) {
    var value = b.q[i] * b.scale[i / 4u];
    if (HAS_OFFSET) { value += b.offset[i / 4u]; }
    value *= params.scale;
    let at = r * params.stride + id.x * 8u + i;
    if (ADD) { value += y[at]; }
    y[at] = value;
    scaled[at] = value * norm[id.x * 8u + i];
  }
}
