import type { PredictionMade } from './progress.ts'

export interface Calibration {
  made: number
  /** Stretches of confidence that have predictions: how sure one was on average, and how often it came true, both in percent. */
  steps: { sure: number; right: number; made: number }[]
}

/** Stretches of confidence, in percent: the first is what a guess among three is worth. */
const EDGES = [0, 45, 60, 75, 90, 101]

/** The answer to a question that counts: after the first the run is known. */
export function firstOf(id: string, all: readonly PredictionMade[]): PredictionMade | undefined {
  return all.filter((made) => made.id === id).sort((a, b) => a.at - b.at)[0]
}

/** How often what was said with some confidence came true. */
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
