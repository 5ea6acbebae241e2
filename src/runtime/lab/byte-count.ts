/** Text form of a number of bytes: `64kB` is 64,000 of them, `64KiB` 65,536. */
export const BYTES_PATTERN = /^(\d+(?:\.\d+)?)(B|kB|MB|GB|KiB|MiB|GiB)$/

const BYTES_PER_UNIT = { B: 1, kB: 1e3, MB: 1e6, GB: 1e9, KiB: 1024, MiB: 1024 ** 2, GiB: 1024 ** 3 } as const

/** Parses whole bytes; null for any other text. */
export function parseBytes(text: unknown): number | null {
  const match = typeof text === 'string' ? BYTES_PATTERN.exec(text) : null
  return match === null ? null : Math.round(Number(match[1]) * BYTES_PER_UNIT[match[2] as keyof typeof BYTES_PER_UNIT])
}
