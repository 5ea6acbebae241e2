/**
 * Set up before every test file: draws the inputs of property tests from one seed, so that one commit has one result. The full form of the proofs
 * draws others each time, and more of them; a failure names its seed, which `fc.assert(…, { seed })` takes.
 */
import fc from 'fast-check'
import { FULL } from './proof.ts'

fc.configureGlobal(FULL ? { numRuns: 5000 } : { seed: 1 })
