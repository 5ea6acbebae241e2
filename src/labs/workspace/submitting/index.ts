/** Handing in, to whatever serves this page. */
export { Submitter } from './submitter.ts'
