import type { Item } from '../../grader/questions/index.ts'
import type { RoundView } from './round-view.tsx'

export interface Loaded {
  RoundView: typeof RoundView
  items: readonly Item[]
  seed: number
}

/** Fetches what a round needs and makes it: the questions of one pack, or of each of several packs only the first. */
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
