/**
 * Drills: packs of questions that a generator makes from a seed (`drills/<id>/drill.yaml` and `generator.ts` below a module),
 * and when to practice them again. Pure: the same pack, seed and history give the same questions and the same day.
 */
export { Draw } from './draw.ts'
export { Drill, readDrill } from './drill.ts'
export { type Generate, type Generated, makeRound, type Round } from './round.ts'
export { type Practised, type Progress, progressOf, SPACING_DAYS, warmUp } from './spacing.ts'
