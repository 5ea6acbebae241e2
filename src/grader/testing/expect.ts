import {
  ASYMMETRIC_MATCHERS_OBJECT,
  chai,
  customMatchers,
  type ExpectStatic,
  getState,
  JestAsymmetricMatchers,
  JestChaiExpect,
  JestExtend,
  type MatcherState,
  type MatchersObject,
  setState,
} from '@vitest/expect'
import { labMatchers } from './matchers.ts'

// Where a file runs under Vitest itself, Vitest has prepared this chai already; a second time would break its own `expect`.
if (!('toBe' in chai.Assertion.prototype)) {
  chai.use(JestExtend)
  chai.use(JestChaiExpect)
  chai.use(JestAsymmetricMatchers)
}

/** Vitest's `expect`, with the matchers of `LabMatchers`. */
export const expect = createExpect()

function createExpect(): ExpectStatic {
  const bare = (value: unknown, message?: string) => chai.expect(value, message)
  const made = bare as unknown as ExpectStatic
  Object.assign(made, chai.expect)
  Object.assign(made, (globalThis as unknown as Record<symbol, object>)[ASYMMETRIC_MATCHERS_OBJECT])
  made.getState = () => getState(made)
  made.setState = (state) => setState(state as Partial<MatcherState>, made)
  const extend = chai.expect as unknown as { extend(target: ExpectStatic, matchers: MatchersObject): void }
  made.extend = (matchers) => extend.extend(made, matchers)
  setState({ assertionCalls: 0, isExpectingAssertions: false, expectedAssertionsNumber: null }, made)
  made.extend(customMatchers)
  made.extend(labMatchers)
  return made
}
