/**
 * A crew of threads for the worlds of fault tests. A program runs in its thread, beside the kernel and the test: only for programs
 * that may be trusted with both, and what a crew calls failed is run again by whoever asked.
 */
export { type CrewJob, ThreadCrew, type ThreadCrewOptions } from './thread-crew.ts'
