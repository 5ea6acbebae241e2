/**
 * Surprise in the page: a world with a hidden fault, tools on its nodes, the captured packets, and the forms in which a
 * learner names, proves and mends the fault. Faults, tools and grades are the grader's (`grader/surprise`); the panes are
 * the lab's. Until the end nothing here shows what became of a frame.
 */
export type { PublishedScenario } from './published-scenario.ts'
export { packScenario } from './scenario-pack.ts'
