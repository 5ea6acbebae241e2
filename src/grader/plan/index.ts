/**
 * Between the test files and the runner: what a file registers while it is evaluated, and whose clock its comparisons use.
 * `testing` writes it, `running` reads it; test files see neither.
 */

export { compareTimesBy, toleranceOf } from './current-clock.ts'
export { type DatagramSchedule, type FaultOptions, type FaultPlan, worldsOf } from './fault-plan.ts'
export { Between, Finding, type FindingParts } from './finding.ts'
export { LeakGrowth } from './leak-growth.ts'
export { collector, collectTests, type PlannedTest, TestFileError, type TestOptions } from './plan.ts'
export { PropertyFailure } from './property-failure.ts'
export { type Label, labelOf, nameSubject, subjectOf } from './subject.ts'
