/**
 * Questions: the items of quizzes and drills, as plain data, and judging answers to them. Every wrong answer has a reason
 * that says what it shows. Pure: nothing here draws, stores or runs anything; a page shows the result of `present` and passes
 * the learner's answer to `judge`.
 */
export {
  type BytesItem,
  type Choice,
  Item,
  type MultipleItem,
  type NumericItem,
  type OrderingItem,
  type PacketItem,
  type SingleItem,
} from './item.ts'
export { type Answer, judge, type Presented, present, type Verdict } from './judging/index.ts'
export { formatQuantity, parseQuantity, type Quantity, UNITS } from './quantity.ts'
