// value[0] += 1: each dispatch needs the result of the one before it    one workgroup
@group(0) @binding(0) var<storage, read_write> value: array<u32>;

@compute @workgroup_size(1)
fn main() {
  value[0] += 1u;
}
