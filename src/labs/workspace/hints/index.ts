/** Hints in stages, as the exercise defines them. */
export { HintStages } from './hint-stages.tsx'
