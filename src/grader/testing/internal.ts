/** The runner's door to this folder: what a test file must not see. */
export { compareTimesBy } from './matchers.ts'
export { collectTests, type PlannedTest, TestFileError } from './plan.ts'
