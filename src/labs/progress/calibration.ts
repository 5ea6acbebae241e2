import type { PredictionMade } from './progress.ts'

export interface Calibration {
  made: number
  /** Ranges of confidence with predictions: average confidence and share of right answers, both in percent. */
  steps: { sure: number; right: number; made: number }[]
}

/** Ranges of confidence, in percent: the first is that of a guess among three. */
const EDGES = [0, 45, 60, 75, 90, 101]

/** The answer that counts: after the first one, the run is known. */
export function firstOf(id: string, all: readonly PredictionMade[]): PredictionMade | undefined {
  return all.filter((made) => made.id === id).sort((a, b) => a.at - b.at)[0]
}

/** Compares confidence with the share of right answers. */
export function calibration(all: readonly PredictionMade[]): Calibration {
  const predictions = [...new Set(all.map(({ id }) => id))].map((id) => firstOf(id, all)!)
  const steps = EDGES.slice(1).flatMap((edge, index) => {
    const of = predictions.filter(({ sure }) => sure >= EDGES[index]! && sure < edge)
    if (of.length === 0) return []
    const sum = of.reduce((total, { sure }) => total + sure, 0)
    const right = of.filter(({ isRight }) => isRight).length
    return [{ sure: Math.round(sum / of.length), right: Math.round((100 * right) / of.length), made: of.length }]
  })
  return { made: predictions.length, steps }
}
