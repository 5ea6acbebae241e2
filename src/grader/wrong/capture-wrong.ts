import type { Edit, Files } from '../exercise/index.ts'
import { changedLines, editsBetween } from './edits-between.ts'

/** Most changed lines for an edit: beyond this a whole file is easier to read. */
export const MOST_CHANGED_LINES = 25

/** The changes that turn the solution into a wrong program. */
export interface Captured {
  edits: Record<string, Edit[]>
  /** Texts of the files that are kept whole. */
  whole: Files
}

/** Compares a working copy with the solution. A file that the copy lacks is the solution's. */
export function captureWrong(solution: Files, copy: Files): Captured {
  const captured: Captured = { edits: {}, whole: {} }
  for (const [file, text] of Object.entries(copy)) {
    const original = solution[file]
    if (text === original) continue
    if (original === undefined || changedLines(original, text) > MOST_CHANGED_LINES) captured.whole[file] = text
    else captured.edits[file] = editsBetween(original, text)
  }
  return captured
}
