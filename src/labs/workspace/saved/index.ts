/** Data that a lab keeps in this browser: the learner's files, earlier attempts, preferences. No views. */
export { type Attempt, Attempts, attemptsKey } from './attempts.ts'
export { HONEST_ATTEMPTS, honestAttempts } from './honest.ts'
export { Preferences, remember } from './preferences.ts'
export { FILE_NAME, SavedFiles, type TextStorage, type Texts } from './saved-files.ts'
