// sums[group·SIZE + lane] = Σ of this lane's part of data: every word is read once, workgroups read one region each    grid: any number of workgroups
@group(0) @binding(0) var<storage, read> data: array<vec4u>;
@group(0) @binding(1) var<storage, read_write> sums: array<vec4u>;

override SIZE: u32;

@compute @workgroup_size(SIZE)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  // The caller makes this a multiple of 4·SIZE.
  let region = arrayLength(&data) / groups.x;
  let end = (group.x + 1u) * region;
  var a = vec4u();
  var b = vec4u();
  var c = vec4u();
  var d = vec4u();
  for (var i = group.x * region + lane; i < end; i += 4u * SIZE) {
    a += data[i];
    b += data[i + SIZE];
    c += data[i + 2u * SIZE];
    d += data[i + 3u * SIZE];
  }
  sums[group.x * SIZE + lane] = a + b + c + d;
}
