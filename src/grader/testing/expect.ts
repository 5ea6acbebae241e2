import {
  ASYMMETRIC_MATCHERS_OBJECT,
  type Assertion,
  chai,
  customMatchers,
  type ExpectStatic,
  getState,
  JestAsymmetricMatchers,
  JestChaiExpect,
  JestExtend,
  type MatcherState,
  type MatchersObject,
  type PromisifyAssertion,
  setState,
} from '@vitest/expect'
import { type Label, labelOf, nameSubject } from '../plan/index.ts'
import { labMatchers } from './matchers.ts'

// Under Vitest itself this chai is already prepared; preparing it again would break Vitest's own `expect`.
if (!('toBe' in chai.Assertion.prototype)) {
  chai.use(JestExtend)
  chai.use(JestChaiExpect)
  chai.use(JestAsymmetricMatchers)
}

/** Vitest's `expect`. Given a promise, its matchers wait for it, and a failed wait is reported under the same label. */
export interface LabExpect extends ExpectStatic {
  <T>(promise: Promise<T>, label: string | Label): Awaiting<T>
  <T>(value: T, label?: string | Label): Assertion<void, T>
}

type Awaiting<T> = PromisifyAssertion<T> & {
  /** Waits for a value, whatever it is: for `expectEnd`, `run`, `connect`. Returns it. */
  toHappen(): Promise<T>
} & Pick<Assertion<void, T>, 'resolves' | 'rejects'>

/** Vitest's `expect` with the matchers of `LabMatchers`. Its second argument names the value: the subject of the sentence when a test fails. */
export const expect = createExpect()

function createExpect(): LabExpect {
  const about = (value: unknown, label?: string | Label) => {
    if (label === undefined) return chai.expect(value)
    return isPromise(value) ? awaiting(value, labelOf(label)) : withSubject(chai.expect(value), labelOf(label))
  }
  const made = about as unknown as LabExpect
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

const isPromise = (value: unknown): value is Promise<unknown> => value instanceof Promise

/** Matchers that wait first. An error of the wait is reported about the same subject as a failed comparison. */
function awaiting(promise: Promise<unknown>, label: Label, isNot = false): object {
  const assertion = withSubject(chai.expect(promise), label)
  const after =
    (matcher: PropertyKey) =>
    async (...given: unknown[]) => {
      let value: unknown
      try {
        value = await promise
      } catch (thrown) {
        nameSubject(thrown, label, COMPARISONS.has(matcher) && !isNot ? { value: given[0] } : undefined)
        throw thrown
      }
      if (matcher === 'toHappen') return value
      const plain = withSubject(chai.expect(value), label) as unknown as Record<PropertyKey, Matchers>
      return (isNot ? (plain.not as unknown as typeof plain) : plain)[matcher]!(...given)
    }
  return new Proxy(assertion, {
    get(target, key) {
      if (key === 'resolves' || key === 'rejects') return Reflect.get(target, key, target)
      if (key === 'not') return awaiting(promise, label, !isNot)
      // An assertion about a promise is not a promise itself.
      return key === 'then' || typeof key === 'symbol' ? undefined : after(key)
    },
  })
}

type Matchers = (...given: unknown[]) => unknown

/** Matchers whose argument is the exact value expected. */
const COMPARISONS: ReadonlySet<PropertyKey> = new Set(['toBe', 'toEqual', 'toStrictEqual', 'toEqualBytes'])

/** The same assertion; anything it throws, now or later, is about `subject`. Chai's own way to do this doesn't reach matchers that were added to it. */
function withSubject<T extends object>(assertion: T, subject: Label): T {
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
