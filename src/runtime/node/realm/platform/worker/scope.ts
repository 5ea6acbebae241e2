import { FRAME_FUNCTIONS } from '../../../modules/compiler/index.ts'
import { giving } from './environment.ts'
import { LANGUAGE } from './language.ts'

/**
 * Names that resolve at once instead of through the global object: those of the language that a process does not replace. Without this, Node's library
 * would look up every `undefined` by name.
 */
const FIXED = LANGUAGE.filter((name) => name !== 'eval' && name !== 'Date')
const PARAMETERS = FIXED.join(',')
const ARGUMENTS = FIXED.map((name) => `ackademyGlobal.${name}`).join(',')

/**
 * Returns a script for a function of a global object, which evaluates `expression` with every global name taken from that object.
 * The added text is on the expression's first line, so line numbers stay the same. `with` makes names that appear later
 * (`process`, what a program puts on `globalThis`) resolve there too; strict code inside is not affected by it.
 */
export function scoped(expression: string): string {
  return `${PREFIX}${expression}${SUFFIX}`
}

/** Functions that only the program's own text calls in addition. */
const FRAMES = Object.values(FRAME_FUNCTIONS).join(',')
const PREFIX = giving(`function(ackademyGlobal,${FRAMES}){with(ackademyGlobal){return function(${PARAMETERS}){return `)
const SUFFIX = `\n}(${ARGUMENTS})}}`

/** Returns a function's text in a scope; `columnsBefore` counts the columns before its body on the first line. */
export function scopedFunction(code: string, parameters: readonly string[]): string {
  return scoped(`function(${parameters.join(',')}){${code}\n}`)
}

export function columnsBefore(parameters: readonly string[]): number {
  return PREFIX.length + `function(${parameters.join(',')}){`.length
}
