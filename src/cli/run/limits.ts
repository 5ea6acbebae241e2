import { parseBytes } from '#lab'
import { DEFAULT_MEMORY_MIB } from '#lab/on-disk/index.ts'
import { CommandError } from '../command-error.ts'

/** What a run may use before it is stopped or refused. */
export interface RunLimits {
  /** Packets on links. */
  packets: number
  /** Open descriptors of one process. */
  descriptors: number
  /** Memory of the programs, in MiB. */
  memoryMiB: number
}

export const DEFAULT_LIMITS: RunLimits = { packets: 1_000_000, descriptors: 1024, memoryMiB: DEFAULT_MEMORY_MIB }
const MOST_DESCRIPTORS = 1_048_576
const LEAST_MEMORY_MIB = 16
const EXAMPLE = '--limit packets=5000000,descriptors=4096,memory=1GiB'

/** What `--limit` asks for, the last of a kind winning. Throws CommandError. */
export function parseLimits(texts: readonly string[]): Partial<RunLimits> {
  const limits: Partial<RunLimits> = {}
  for (const text of texts.flatMap((list) => list.split(/[,\s]+/))) {
    const [name, value = ''] = text.split('=')
    if (name === 'packets') limits.packets = parseCount(text, value, Number.MAX_SAFE_INTEGER)
    else if (name === 'descriptors') limits.descriptors = parseCount(text, value, MOST_DESCRIPTORS)
    else if (name === 'memory') limits.memoryMiB = parseMemory(text, value)
    else
      throw new CommandError(
        `--limit ${text}: there are limits of packets, descriptors and memory, for example ${EXAMPLE}`,
      )
  }
  return limits
}

function parseCount(text: string, value: string, most: number): number {
  const count = /^\d+$/.test(value) ? Number(value) : 0
  if (count >= 1 && count <= most) return count
  throw new CommandError(`--limit ${text}: expected a whole number from 1 to ${most}`)
}

function parseMemory(text: string, value: string): number {
  const mib = Math.floor((parseBytes(value) ?? 0) / 2 ** 20)
  if (mib >= LEAST_MEMORY_MIB) return mib
  throw new CommandError(`--limit ${text}: expected a size of at least ${LEAST_MEMORY_MIB} MiB, such as 512MiB or 2GiB`)
}
