/**
 * Format of a learner's progress. Reading is tolerant: damaged entries are left out, never a reason to lose the rest.
 */

export interface PredictionMade {
  id: string
  /** The answer in words. Predictions of earlier versions lack it. */
  said?: readonly string[]
  /** Confidence in percent, given before the run. */
  sure: number
  isRight: boolean
  /** Milliseconds since 1970. */
  at: number
}
export interface ExerciseProgress {
  passed: number
  of: number
  /** Less the cost of hints. Progress of earlier versions lacks it. */
  points?: number
  at: number
}
/** One round of a drill. */
export interface RoundPracticed {
  /** The learner's calendar day, counted from a fixed day. */
  day: number
  seed: number
  right: number
  of: number
}
/** An interview answer, in the learner's own words. */
export interface InterviewAnswer {
  text: string
  /** Indexes of the points of a good answer that the learner claims to have covered. */
  points: readonly number[]
  at: number
}
/** A solved scenario of Surprise. */
export interface SurpriseSolved {
  /** Less the hints. */
  points: number
  seed: number
  at: number
}
export interface Progress {
  version: 1
  /** When each lesson was finished, all its questions answered, by `module/lesson`. */
  lessons: Record<string, number>
  predictions: PredictionMade[]
  /** When each explanation was found, by the question's id. */
  answers: Record<string, number>
  /** Best share of right answers, 0 to 1, by quiz. */
  quizzes: Record<string, number>
  /** Best check so far, by exercise. */
  exercises: Record<string, ExerciseProgress>
  /** Rounds by pack, in order of their days. */
  drills: Record<string, readonly RoundPracticed[]>
  /** Latest answer, by `module/question`. */
  interviews: Record<string, InterviewAnswer>
  /** The best solution so far, by scenario. */
  surprises: Record<string, SurpriseSolved>
}

/** True if all practice tests of the exercise have passed once. */
export function isPassed(progress: Progress, exercise: string): boolean {
  const best = progress.exercises[exercise]
  return best !== undefined && best.passed === best.of
}

export function emptyProgress(): Progress {
  return {
    version: 1,
    lessons: {},
    predictions: [],
    answers: {},
    quizzes: {},
    exercises: {},
    drills: {},
    interviews: {},
    surprises: {},
  }
}

/** Reads progress from a file or the browser's storage; null if it is none. */
export function readProgress(text: string): Progress | null {
  let data: unknown
  try {
    data = JSON.parse(text)
  } catch {
    return null
  }
  if (!isRecord(data) || data.version !== 1) return null
  return {
    version: 1,
    lessons: entries(data.lessons, isNumber),
    predictions: Array.isArray(data.predictions) ? data.predictions.filter(isPrediction) : [],
    answers: entries(data.answers, isNumber),
    quizzes: entries(data.quizzes, isNumber),
    exercises: entries(data.exercises, isExercise),
    drills: entries(data.drills, isRounds),
    interviews: entries(data.interviews, isAnswer),
    surprises: entries(data.surprises, isSolved),
  }
}

/** Merges two: the earlier reading, the better result, every prediction once, the later answer. */
export function mergeProgress(one: Progress, other: Progress): Progress {
  return {
    version: 1,
    lessons: merge(one.lessons, other.lessons, Math.min),
    predictions: [
      ...new Map([...one.predictions, ...other.predictions].map((made) => [`${made.id} ${made.at}`, made])).values(),
    ],
    answers: merge(one.answers, other.answers, Math.min),
    quizzes: merge(one.quizzes, other.quizzes, Math.max),
    exercises: merge(one.exercises, other.exercises, betterCheck),
    drills: merge(one.drills, other.drills, joinRounds),
    interviews: merge(one.interviews, other.interviews, (a, b) => (b.at > a.at ? b : a)),
    surprises: merge(one.surprises, other.surprises, (a, b) => (b.points > a.points ? b : a)),
  }
}

/** More tests passed, then more points, then the earlier. */
function betterCheck(a: ExerciseProgress, b: ExerciseProgress): ExerciseProgress {
  const gain = b.passed / b.of - a.passed / a.of || (b.points ?? 0) - (a.points ?? 0)
  return gain > 0 ? b : a
}

/** Every round once. */
function joinRounds(a: readonly RoundPracticed[], b: readonly RoundPracticed[]): RoundPracticed[] {
  const rounds = new Map([...a, ...b].map((round) => [`${round.day} ${round.seed}`, round]))
  return [...rounds.values()].sort((x, y) => x.day - y.day)
}

function merge<Value>(a: Record<string, Value>, b: Record<string, Value>, choose: (a: Value, b: Value) => Value) {
  const merged = { ...a }
  for (const [name, value] of Object.entries(b)) merged[name] = name in merged ? choose(merged[name]!, value) : value
  return merged
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null
const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value)

function isPrediction(value: unknown): value is PredictionMade {
  return (
    isRecord(value) &&
    typeof value.id === 'string' &&
    isNumber(value.sure) &&
    (value.said === undefined || (Array.isArray(value.said) && value.said.every((text) => typeof text === 'string'))) &&
    typeof value.isRight === 'boolean' &&
    isNumber(value.at)
  )
}

function isExercise(value: unknown): value is ExerciseProgress {
  return (
    isRecord(value) &&
    isNumber(value.passed) &&
    isNumber(value.of) &&
    value.of > 0 &&
    (value.points === undefined || isNumber(value.points)) &&
    isNumber(value.at)
  )
}

function isAnswer(value: unknown): value is InterviewAnswer {
  return (
    isRecord(value) &&
    typeof value.text === 'string' &&
    isNumber(value.at) &&
    Array.isArray(value.points) &&
    value.points.every(isNumber)
  )
}

function isSolved(value: unknown): value is SurpriseSolved {
  return isRecord(value) && isNumber(value.points) && isNumber(value.seed) && isNumber(value.at)
}

function isRounds(value: unknown): value is RoundPracticed[] {
  return (
    Array.isArray(value) &&
    value.every((one) => isRecord(one) && [one.day, one.seed, one.right, one.of].every(isNumber) && Number(one.of) > 0)
  )
}

function entries<Value>(value: unknown, is: (value: unknown) => value is Value): Record<string, Value> {
  if (!isRecord(value)) return {}
  return Object.fromEntries(Object.entries(value).filter((entry): entry is [string, Value] => is(entry[1])))
}
