/** Returns the largest integer whose cube is at most `value`, a non-negative safe integer. Exact on every platform. */
export function integerCubeRoot(value: number): number {
  let root = 0
  for (let bit = 2 ** 17; bit >= 1; bit /= 2) {
    const candidate = root + bit
    if (candidate * candidate * candidate <= value) root = candidate
  }
  return root
}
