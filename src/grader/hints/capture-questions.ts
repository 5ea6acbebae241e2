import { allParts, type Cause, matchesPattern } from '../exercise/index.ts'

/** A query on a test's capture. */
export interface CaptureQuestion {
  filter: string
  on?: string
  field?: string
}

/** Result of one filter on a test's capture. */
export interface CaptureAnswer {
  count: number
  /** The requested field of each packet that has it, in order. */
  values: (string | number)[]
  /** When each packet was sent, in milliseconds of the world. */
  times: number[]
}

export const questionKey = ({ filter, on, field }: CaptureQuestion): string =>
  JSON.stringify([filter, on ?? null, field ?? null])

/** Returns the queries that must run on a test's capture while its world still exists. */
export function captureQuestions(causes: readonly Cause[], testId: string): CaptureQuestion[] {
  const asked = causes
    .filter(({ at }) => Object.keys(at).some((pattern) => matchesPattern(pattern, testId)))
    .flatMap(({ when }) => allParts(when))
    .flatMap(({ packets, gaps }) => [
      ...(packets ? [questionOf(packets)] : []),
      ...(gaps ? [{ filter: gaps.filter }] : []),
    ])
  return [...new Map(asked.map((question) => [questionKey(question), question])).values()]
}

export const questionOf = ({
  filter,
  on,
  field,
}: {
  filter: string
  on?: string | undefined
  field?: string | undefined
}) => ({
  filter,
  ...(on !== undefined && { on }),
  ...(field !== undefined && { field }),
})
