/** Seeds that are short to share. */
const SEEDS = 1_000_000

/** The seed that an address asks for, or null. */
export function seedIn(search: string): number | null {
  const text = new URLSearchParams(search).get('seed') ?? ''
  return /^\d{1,9}$/.test(text) ? Number(text) : null
}

export function freshSeed(): number {
  return 1 + (crypto.getRandomValues(new Uint32Array(1))[0]! % (SEEDS - 1))
}
