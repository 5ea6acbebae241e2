import type { Item } from '#grader/questions/index.ts'
import type { RoundView } from './round-view.tsx'

export interface Loaded {
  RoundView: typeof RoundView
  items: readonly Item[]
  seed: number
}

/**
 * Fetches the generators for a round and creates it: all questions of one pack, or the first one of each of several
 * packs.
 */
export async function loadRound(packs: readonly string[]): Promise<Loaded> {
  const [{ freshSeed, questionsOf }, { RoundView }] = await Promise.all([
    import('./make-round.ts'),
    import('./round-view.tsx'),
  ])
  const seed = freshSeed()
  if (packs.length === 1) return { RoundView, seed, items: await questionsOf(packs[0]!, seed) }
  const rounds = await Promise.all(packs.map((pack, index) => questionsOf(pack, (seed + index) >>> 0)))
  const items = rounds.map(([first], index) => ({ ...first!, id: `warm-up-${index}` }))
  return { RoundView, seed, items }
}
