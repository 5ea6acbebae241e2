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

// Where a file runs under Vitest itself, Vitest has prepared this chai already; a second time would break its own `expect`.
if (!('toBe' in chai.Assertion.prototype)) {
  chai.use(JestExtend)
  chai.use(JestChaiExpect)
  chai.use(JestAsymmetricMatchers)
}

/** Vitest's `expect`, and of a promise the same matchers, which wait for it: what did not come is then told under the same label. */
export interface LabExpect extends ExpectStatic {
  <T>(promise: Promise<T>, label: string | Label): Awaiting<T>
  <T>(value: T, label?: string | Label): Assertion<void, T>
}

type Awaiting<T> = PromisifyAssertion<T> & {
  /** It comes, whatever it is: for `expectEnd`, `run`, `connect`. Gives what was waited for. */
  toHappen(): Promise<T>
} & Pick<Assertion<void, T>, 'resolves' | 'rejects'>

/** Vitest's `expect`, with the matchers of `LabMatchers`. What stands beside the value says what it is: it is the subject of the sentence when a test fails. */
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

/** Matchers that wait first. What the wait throws is about the same thing as what the comparison would have. */
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
      // An assertion of a promise is no promise itself.
      return key === 'then' || typeof key === 'symbol' ? undefined : after(key)
    },
  })
}

type Matchers = (...given: unknown[]) => unknown

/** Matchers whose argument is the very value that should come. */
const COMPARISONS: ReadonlySet<PropertyKey> = new Set(['toBe', 'toEqual', 'toStrictEqual', 'toEqualBytes'])

/** The same assertion; what it throws, now or later, is about `subject`. Chai's own way to say so stops at matchers that were added to it. */
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
