/**
 * Mutants: small changes to a solution, each like a mistake that a learner could make. If one passes, the tests may lack a case;
 * the author decides which of them matter. Pure: source in, sources out; the author's check runs them.
 */
export { type Mutant, mutantsOf } from './mutants-of.ts'
export { type AnyNode, nodesBelow, parseModule } from './syntax.ts'
