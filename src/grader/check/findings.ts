/** A finding of the author's check. A problem keeps an exercise from being published, a note does not. */
export interface Finding {
  kind: 'problem' | 'note'
  /** `solution`, `starter`, `wrong/chunk`, `tests`, `hints`, `prompt.mdx:12`. */
  about: string
  sentence: string
  /** Runs in which it was seen: `simulated, variant check/4, seed 1`. Empty for what needs no run. */
  where: string[]
}

const finding =
  (kind: Finding['kind']) =>
  (about: string, sentence: string, where?: string): Finding => ({ kind, about, sentence, where: where ? [where] : [] })

export const problem = finding('problem')
export const note = finding('note')

/** Merges equal findings of several runs; problems first, otherwise in the order they were made. */
export function distinct(findings: readonly Finding[]): Finding[] {
  const merged = new Map<string, Finding>()
  for (const { kind, about, sentence, where } of findings) {
    const key = JSON.stringify([kind, about, sentence])
    const earlier = merged.get(key)
    merged.set(key, { kind, about, sentence, where: [...new Set([...(earlier?.where ?? []), ...where])] })
  }
  const once = [...merged.values()]
  return [...once.filter(({ kind }) => kind === 'problem'), ...once.filter(({ kind }) => kind === 'note')]
}

const MOST_SHOWN = 2

/** The sentence, and the runs it is about: `… (simulated, variant check/4, seed 1; and 3 more)`. */
export function withPlaces({ sentence, where }: Finding): string {
  if (where.length === 0) return sentence
  const more = where.length - MOST_SHOWN
  return `${sentence} (${[...where.slice(0, MOST_SHOWN), ...(more > 0 ? [`and ${more} more`] : [])].join('; ')})`
}
