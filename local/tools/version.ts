/** Compares versions by their numbers: negative when `a` is older. A leading "v" and what follows the numbers is ignored. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [numbers(a), numbers(b)];
  for (let index = 0; index < Math.max(left.length, right.length); index += 1) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** True when both have the same major and minor number. */
export function sameMinor(a: string, b: string): boolean {
  const [left, right] = [numbers(a), numbers(b)];
  return left[0] === right[0] && left[1] === right[1];
}

function numbers(version: string): number[] {
  const match = /^v?(\d+(?:\.\d+)*)/.exec(version);
  return (match?.[1] ?? "0").split(".").map(Number);
}
