/**
 * Reads an untrusted submission, a folder or a zip file: names, links, sizes and counts are
 * checked against limits, nothing is unpacked onto a disk. `../../running` examines the contents.
 */
export { SubmissionError } from './limits.ts'
export { readHandedIn } from './read-submission.ts'
