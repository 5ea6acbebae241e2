/** Saves captured clients as a test file of an exercise: it plays them, and expects the answers that the capture held. */
export { type SavedTest, type SavedTestOptions, testOfClients } from './saved-test.ts'
