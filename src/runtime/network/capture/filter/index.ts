/** Display filter: Wireshark's language for selecting packets, compiled to a function over dissections. */
export { compileFilter } from './compile.ts'
export { completeFilter, type FilterCompletion, type FilterCompletions } from './completion.ts'
export { FILTER_NAMES, type FilterField, findField, nearestName } from './fields.ts'
export { FilterError } from './filter-error.ts'
export type { CompiledFilter } from './values.ts'
