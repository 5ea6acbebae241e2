/**
 * What an exercise's texts speak of: files, commands, parameters and numbers, each of which must exist. Texts are read as they
 * are written; nothing is rendered.
 */
export { checkProse } from './check-prose.ts'
