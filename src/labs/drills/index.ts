/**
 * Drills in the page: rounds of questions generated from a seed, one at a time, by keyboard; and when each pack is due
 * again. The rules of rounds, answers and spacing are the grader's (`grader/drills`); this draws and stores them.
 */
export { DrillCard, type DrillCardProps } from './drill-card.tsx'
export { DrillList } from './drill-list.tsx'
export { DrillPractice } from './drill-practice.tsx'
export type { DrillPack } from './pack.ts'
export { WarmUp } from './warm-up.tsx'
