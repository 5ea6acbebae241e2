import { signal } from '@preact/signals'
import {
  type ExerciseProgress,
  emptyProgress,
  type InterviewAnswer,
  mergeProgress,
  type PredictionMade,
  type Progress,
  type RoundPractised,
  readProgress,
} from './progress.ts'

const KEY = 'ackademy:progress'

/** What is known now. Other tabs' doings come in as they happen. */
export const progress = signal<Progress>(load())

/** Where there is no window (the build) there is no progress; where storage is forbidden it lasts as long as the page. */
function load(): Progress {
  try {
    return readProgress(localStorage.getItem(KEY) ?? '') ?? emptyProgress()
  } catch {
    return emptyProgress()
  }
}

if (typeof window !== 'undefined')
  window.addEventListener('storage', (event) => {
    if (event.key === KEY) progress.value = load()
  })

/** Joins what another tab may have written since, so that nothing is lost. */
function change(done: Partial<Progress>): void {
  replaceProgress(mergeProgress(load(), { ...emptyProgress(), ...done }))
}

/** Puts another progress in place of this one: what was imported. */
export function replaceProgress(next: Progress): void {
  progress.value = next
  try {
    localStorage.setItem(KEY, JSON.stringify(next))
  } catch {
    // Private windows may forbid storage.
  }
}

/** A lesson was read to its end. */
export function recordLesson(id: string): void {
  change({ lessons: { [id]: Date.now() } })
}

/** A prediction was committed and has been settled by the run. */
export function recordPrediction(prediction: Omit<PredictionMade, 'at'>): void {
  change({ predictions: [{ ...prediction, at: Date.now() }] })
}

/** A quiz was answered to its end; `share` of its questions at the first try. */
export function recordQuiz(id: string, share: number): void {
  change({ quizzes: { [id]: share } })
}

/** An exercise was checked. The best check counts. */
export function recordExercise(id: string, check: Omit<ExerciseProgress, 'at'>): void {
  if (check.of > 0) change({ exercises: { [id]: { ...check, at: Date.now() } } })
}

/** A round of a drill was answered to its end. */
export function recordRound(pack: string, round: RoundPractised): void {
  change({ drills: { [pack]: [round] } })
}

/** A question of an interview was answered, or the answer judged again. The latest counts. */
export function recordInterview(id: string, answer: Omit<InterviewAnswer, 'at'>): void {
  change({ interviews: { [id]: { ...answer, at: Date.now() } } })
}
