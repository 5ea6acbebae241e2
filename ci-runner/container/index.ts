/** How a grading container is confined: its flags and limits. */
export { runFlags } from './flags.ts'
