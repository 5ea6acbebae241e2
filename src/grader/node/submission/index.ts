/**
 * Taking in what somebody handed in, a folder or a zip file, before anybody trusts a byte of it: names, links, sizes and counts are
 * held against limits, nothing is unpacked onto a disk. What is in the files is looked at elsewhere (`../../running`).
 */
export { SubmissionError } from './limits.ts'
export { readHandedIn } from './read-submission.ts'
