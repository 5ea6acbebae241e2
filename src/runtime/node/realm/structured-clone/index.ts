/**
 * The structured clone algorithm (HTML section 2.7), for values of one realm: V8's own would make another realm's objects. What
 * may be cloned or transferred beside plain values is marked by the library (`markTransferMode`).
 */

export type { StructuredCloner } from './clone-value.ts'
export { structuredCloner } from './cloner.ts'
