import { useComputed, useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import type { Practised, progressOf } from '#grader/drills/index.ts'
import { progress } from '../progress/index.ts'
import { useIsLive } from '../site/index.ts'

type Rules = typeof import('#grader/drills/index.ts')
export type Standing = ReturnType<typeof progressOf>

export interface Practice {
  /** Null until the page is hydrated, and for packs never practiced. */
  standing: (pack: string, mastery: number) => Standing | null
  /** Packs that a lesson starts with. */
  warmUp: (today: number) => string[]
}

/** The learner's rounds. The rules are fetched only after the first round: a page without progress needs none. */
export function usePractice(): Practice {
  const rules = useSignal<Rules | null>(null)
  const isLive = useIsLive()
  const drills = useComputed(() => progress.value.drills)
  const hasPractised = isLive && Object.keys(drills.value).length > 0
  useEffect(() => {
    if (hasPractised) void import('#grader/drills/index.ts').then((loaded) => (rules.value = loaded))
  }, [hasPractised])
  const of = (pack: string): readonly Practised[] => (hasPractised && drills.value[pack]) || []
  return {
    standing: (pack, mastery) =>
      rules.value && of(pack).length > 0 ? rules.value.progressOf(of(pack), mastery) : null,
    warmUp: (today) => rules.value?.warmUp(new Map(Object.entries(drills.value)), today) ?? [],
  }
}
