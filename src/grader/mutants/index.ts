/**
 * Mutants: small changes to a solution, each like a mistake that somebody could make. Tests that let one pass may lack a case;
 * which of them matter is for the author to say. Pure: source in, sources out; running them is the author's check.
 */
export { type Mutant, mutantsOf } from './mutants-of.ts'
export { type AnyNode, nodesBelow, parseModule } from './syntax.ts'
