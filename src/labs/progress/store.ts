import { signal } from '@preact/signals'
import {
  type ExerciseProgress,
  emptyProgress,
  type InterviewAnswer,
  mergeProgress,
  type PredictionMade,
  type Progress,
  type RoundPracticed,
  readProgress,
  type SurpriseSolved,
} from './progress.ts'
import { setAside } from './set-aside.ts'

const KEY = 'ackademy:progress'

/** Current progress, including changes made in other tabs. */
export const progress = signal<Progress>(load())

/** Without a window (the build) there is no progress; without storage it lasts as long as the page. */
function load(): Progress {
  try {
    const text = localStorage.getItem(KEY)
    const read = readProgress(text ?? '')
    if (read !== null) return read
    if (text !== null) setAside(localStorage, KEY, text)
  } catch {
    // Private windows may forbid storage.
  }
  return emptyProgress()
}

if (typeof window !== 'undefined') {
  window.addEventListener('storage', (event) => {
    if (event.key === KEY) progress.value = load()
  })
  // The Back button may restore a page as it was.
  window.addEventListener('pageshow', ({ persisted }) => {
    if (persisted) progress.value = load()
  })
}

/** Merges changes that another tab may have stored, so that nothing is lost. */
function change(done: Partial<Progress>): void {
  replaceProgress(mergeProgress(load(), { ...emptyProgress(), ...done }))
}

/** Replaces the progress by an imported one. */
export function replaceProgress(next: Progress): void {
  progress.value = next
  try {
    localStorage.setItem(KEY, JSON.stringify(next))
  } catch {
    // Private windows may forbid storage.
  }
}

/** Records that the right explanation was found. */
export function recordAnswer(id: string): void {
  change({ answers: { [id]: Date.now() } })
}

/** Records that all questions of a lesson are answered. */
export function recordLesson(id: string): void {
  change({ lessons: { [id]: Date.now() } })
}

/** Records a prediction and how its run settled it. */
export function recordPrediction(prediction: Omit<PredictionMade, 'at'>): void {
  change({ predictions: [{ ...prediction, at: Date.now() }] })
}

/** Records a finished quiz; `share` of its questions was right on the first try. */
export function recordQuiz(id: string, share: number): void {
  change({ quizzes: { [id]: share } })
}

/** Records a check of an exercise. The best one counts. */
export function recordExercise(id: string, check: Omit<ExerciseProgress, 'at'>): void {
  if (check.of > 0) change({ exercises: { [id]: { ...check, at: Date.now() } } })
}

/** Records a finished round of a drill. */
export function recordRound(pack: string, round: RoundPracticed): void {
  change({ drills: { [pack]: [round] } })
}

/** Records a solved scenario. The best solution counts. */
export function recordSurprise(id: string, solved: Omit<SurpriseSolved, 'at'>): void {
  change({ surprises: { [id]: { ...solved, at: Date.now() } } })
}

/** Records an interview answer or its rating. The latest counts. */
export function recordInterview(id: string, answer: Omit<InterviewAnswer, 'at'>): void {
  change({ interviews: { [id]: { ...answer, at: Date.now() } } })
}
