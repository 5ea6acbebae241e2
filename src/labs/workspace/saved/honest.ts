import type { Attempt } from './attempts.ts'
import type { Texts } from './saved-files.ts'

/** Honest attempts after which a learner may give up. */
export const HONEST_ATTEMPTS = 2

/**
 * Returns how many honest attempts there are: checks that ran to their end, each with a program that differs from the
 * starter and from those checked before. Blanks don't count as a difference.
 */
export function honestAttempts(attempts: readonly Attempt[], starter: Texts): number {
  const programs = attempts.filter(({ kind, ended }) => kind === 'check' && ended).map(({ files }) => bare(files))
  return new Set(programs.filter((program) => program !== bare(starter))).size
}

/** The files without their blanks, as one text; an empty file says nothing. */
function bare(files: Texts): string {
  const texts = Object.entries(files).map(([name, text]) => [name, text.replace(/\s+/g, '')])
  return JSON.stringify(texts.filter(([, text]) => text !== '').sort())
}
