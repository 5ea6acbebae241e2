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
import { nameSubject } from '../plan/index.ts'
import { labMatchers } from './matchers.ts'

// Where a file runs under Vitest itself, Vitest has prepared this chai already; a second time would break its own `expect`.
if (!('toBe' in chai.Assertion.prototype)) {
  chai.use(JestExtend)
  chai.use(JestChaiExpect)
  chai.use(JestAsymmetricMatchers)
}

/** Vitest's `expect`, with the matchers of `LabMatchers`. What stands beside the value says what it is: it is the subject of the sentence when a test fails. */
export const expect = createExpect()

function createExpect(): ExpectStatic {
  const about = (value: unknown, subject?: string) =>
    subject === undefined ? chai.expect(value) : withSubject(chai.expect(value), subject)
  const made = about as unknown as ExpectStatic
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

/** The same assertion; what it throws, now or later, is about `subject`. Chai's own way to say so stops at matchers that were added to it. */
function withSubject<T extends object>(assertion: T, subject: string): T {
  const named = (thrown: unknown): never => {
    nameSubject(thrown, subject)
    throw thrown
  }
  const within = (act: () => unknown): unknown => {
    try {
      const result = act()
      if (result instanceof Promise) return result.catch(named)
      return typeof result === 'object' && result !== null ? withSubject(result, subject) : result
    } catch (thrown) {
      return named(thrown)
    }
  }
  return new Proxy(assertion, {
    get(target, key) {
      const member = within(() => Reflect.get(target, key, target))
      return typeof member === 'function'
        ? (...given: unknown[]) => within(() => Reflect.apply(member, target, given))
        : member
    },
  })
}
