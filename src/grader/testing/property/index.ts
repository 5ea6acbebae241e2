/**
 * Values for tests: drawn from the world's seed, and properties that hold for all of them. A failing value is shrunk before
 * it is shown. Nothing here knows packets or worlds.
 */
export { Draw, seededValues } from './draw.ts'
export { type ForAllOptions, forAll } from './for-all.ts'
