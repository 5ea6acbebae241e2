/** Programs written as edits of other programs: mistakes in `wrong.yaml`, attempts in `attempts.yaml`. */
export { type Edit, linesOf, makeEdit } from './edit.ts'
export { editedFiles } from './edited-files.ts'
export { Edits } from './edits-schema.ts'
