/**
 * What a page needs of questions: an item laid out for a learner, and what an answer to it is worth. Without the schema that items are read by,
 * which comes with parsers that no page of questions has a use for.
 */
export type { Answer } from './answer.ts'
export { judge, type Verdict } from './judge.ts'
export { hexBytes, type Presented, present } from './present.ts'
