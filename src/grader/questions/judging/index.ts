/**
 * The part of questions that a page needs: laying out an item for a learner, and judging the answer. It leaves out the schema of items,
 * whose parsers no page of questions needs.
 */
export type { Answer } from './answer.ts'
export { judge, type Verdict } from './judge.ts'
export { hexBytes, type Presented, present } from './present.ts'
