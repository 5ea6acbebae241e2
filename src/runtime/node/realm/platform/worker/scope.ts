import { FRAME_FUNCTIONS } from '../../../modules/compiler/index.ts'
import { giving } from './environment.ts'
import { LANGUAGE } from './language.ts'

/**
 * Names that resolve at once instead of through the global object: those of the language that a process does not replace. Without this every `undefined`
 * in Node's library would be looked up by name.
 */
const FIXED = LANGUAGE.filter((name) => name !== 'eval' && name !== 'Date')
const PARAMETERS = FIXED.join(',')
const ARGUMENTS = FIXED.map((name) => `ackademyGlobal.${name}`).join(',')

/**
 * A script that gives a function of a global object, whose value is that of `expression` with every global name taken from that object.
 * All of it stands before the expression's first line, so that its lines are its own. `with` is what makes names that appear
 * later (`process`, what a program puts on `globalThis`) resolve there too; strict code inside is not affected by it.
 */
export function scoped(expression: string): string {
  return `${PREFIX}${expression}${SUFFIX}`
}

/** What the program's own text calls besides; other text has no use for it. */
const FRAMES = Object.values(FRAME_FUNCTIONS).join(',')
const PREFIX = giving(`function(ackademyGlobal,${FRAMES}){with(ackademyGlobal){return function(${PARAMETERS}){return `)
const SUFFIX = `\n}(${ARGUMENTS})}}`

/** A function's text in a scope; `columns` stand before its body on the first line. */
export function scopedFunction(code: string, parameters: readonly string[]): string {
  return scoped(`function(${parameters.join(',')}){${code}\n}`)
}

export function columnsBefore(parameters: readonly string[]): number {
  return PREFIX.length + `function(${parameters.join(',')}){`.length
}
