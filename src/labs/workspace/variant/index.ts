/** The learner's own variant of an exercise: its key, what the page makes of it, and its values in the task. */
export { inVariant, nextVariant, partsOf } from './in-variant.ts'
export { keepKey, ownKey } from './own-key.ts'
export { holds, quoted, showValues } from './task-values.ts'
