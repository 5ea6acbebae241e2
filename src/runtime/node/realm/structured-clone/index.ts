/**
 * The structured clone algorithm (HTML section 2.7), for values of one realm: V8's own would make another realm's objects. The
 * library marks what else may be cloned or transferred (`markTransferMode`).
 */

export type { StructuredCloner } from './clone-value.ts'
export { structuredCloner } from './cloner.ts'
