/** Data that a lab keeps in this browser: the learner's files, earlier attempts, preferences. No views. */

export type { TextStorage } from '../../progress/index.ts'
export { type Attempt, Attempts, attemptsKey } from './attempts.ts'
export { HONEST_ATTEMPTS, honestAttempts } from './honest.ts'
export { Preferences, remember } from './preferences.ts'
export { FILE_NAME, filesKey, SavedFiles, type Texts } from './saved-files.ts'
