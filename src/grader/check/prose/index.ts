/**
 * Checks what an exercise's texts mention: files, commands, parameters and numbers, each of which must exist. Reads the source
 * of the texts; nothing is rendered.
 */
export { checkProse } from './check-prose.ts'
