/**
 * Drills in the page: rounds of questions made from a seed, one question at a time, by keyboard; and when each pack is due again. What a
 * round holds, what an answer is worth and when a pack is due is the grader's business (`grader/drills`); here it is drawn and kept.
 */
export { DrillCard, type DrillCardProps } from './drill-card.tsx'
export { DrillList } from './drill-list.tsx'
export { DrillPractice } from './drill-practice.tsx'
export type { DrillPack } from './pack.ts'
export { WarmUp } from './warm-up.tsx'
