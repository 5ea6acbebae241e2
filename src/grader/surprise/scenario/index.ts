/** Scenario files: their schema and their reader. Separate because a page plays scenarios and reads no files. */
export { type LoadedScenario, readScenario } from './read.ts'
export { type Fault, type Repair, Scenario, type Sighting } from './schema.ts'
