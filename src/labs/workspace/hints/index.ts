/** Hints in stages, as the exercise has them. */
export { HintStages } from './hint-stages.tsx'
