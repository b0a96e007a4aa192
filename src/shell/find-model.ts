// Which models a person or a model may mean by a name. Pure functions.

/** The name of a reference without its tag; a slash of an owner is part of it. */
export function nameOf(ref: string): string {
  const colon = ref.lastIndexOf(":");
  return colon > ref.lastIndexOf("/") ? ref.slice(0, colon) : ref;
}

/**
 * The references that a name may stand for, the nearest meaning first found: the reference itself, the name with tag
 * `latest`, the name with any tag, a beginning. Case counts only where it tells references apart. Several: the person chooses.
 */
export function matching(name: string, refs: readonly string[]): string[] {
  const exact = name.trim();
  const wanted = exact.toLowerCase();
  const meanings: ((ref: string, lower: string) => boolean)[] = [
    (ref) => ref === exact,
    (_, lower) => lower === wanted,
    (ref) => ref === `${exact}:latest`,
    (_, lower) => lower === `${wanted}:latest`,
    (_, lower) => nameOf(lower) === wanted,
    (_, lower) => lower.startsWith(wanted),
  ];
  for (const means of meanings) {
    const found = refs.filter((ref) => means(ref, ref.toLowerCase()));
    if (found.length > 0) return found;
  }
  return [];
}
