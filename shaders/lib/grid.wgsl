// The index of a workgroup in a grid whose x was folded into y to stay within 65 535 (see foldGrid in src/gpu/kernel.ts).
fn group_index(group: vec3u, groups: vec3u) -> u32 {
  return group.y * groups.x + group.x;
}
