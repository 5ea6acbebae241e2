import type { Lab, Leak } from '#lab'
import { LeakGrowth } from '../plan/index.ts'

/** Runs `body` many times, and throws `LeakGrowth` when a program then holds more than it did after the first time. */
export async function repeat(lab: Lab, cycles: number, body: () => Promise<void>): Promise<void> {
  await body()
  const before = held(await lab.leaks())
  for (let i = 1; i < cycles; i++) await body()
  const leaks = await lab.leaks()
  const after = held(leaks)
  const grown = [...after].filter(([key, count]) => count > (before.get(key) ?? 0))
  if (grown.length === 0) return
  const what = grown.map(([key, count]) => sentence(key, count - (before.get(key) ?? 0))).join('; ')
  const kinds = new Set(grown.map(([key]) => key))
  throw new LeakGrowth(
    `After ${cycles} times ${what} than after the first.`,
    leaks.filter((leak) => kinds.has(keyOf(leak))),
  )
}

const keyOf = ({ process, kind }: Leak) => `${process}\n${kind}`

/** Counts what each program holds, by kind. */
function held(leaks: readonly Leak[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const leak of leaks) counts.set(keyOf(leak), (counts.get(keyOf(leak)) ?? 0) + (leak.count ?? 1))
  return counts
}

function sentence(key: string, more: number): string {
  const [process, kind] = key.split('\n')
  return `${process} holds ${more} ${kind}${more === 1 ? '' : 's'} more`
}
