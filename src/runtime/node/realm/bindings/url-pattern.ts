import type { RealmContext } from '../context.ts'
import { nativeError } from '../native-error.ts'
import type { Any, Binding, EngineUrlPattern } from '../types.ts'

const COMPONENTS = ['protocol', 'username', 'password', 'hostname', 'port', 'pathname', 'search', 'hash'] as const
const GETTERS = [...COMPONENTS, 'hasRegExpGroups'] as const
/** Properties of an object that describes a URL, in the order in which they are read. */
const MEMBERS = [...COMPONENTS, 'baseURL'] as const
/** Components of a result, in Node's order. */
const SORTED = COMPONENTS.toSorted()

type Init = Partial<Record<(typeof MEMBERS)[number], string>>
type Input = string | Init

/** `internalBinding('url_pattern')`: node_url_pattern.cc over the platform's own URLPattern. Only text passes between the two. */
export function urlPatternBinding(realm: RealmContext): Binding {
  const patterns = new WeakMap<object, EngineUrlPattern>()
  const behind = (self: object): EngineUrlPattern => {
    const pattern = patterns.get(self)
    if (pattern === undefined) throw new TypeError('Illegal invocation')
    return pattern
  }
  function URLPattern(this: object, ...given: unknown[]): void {
    if (!new.target)
      throw nativeError(TypeError, 'ERR_CONSTRUCT_CALL_REQUIRED', 'Cannot call constructor without `new`')
    patterns.set(this, construct(realm, given))
  }
  const { prototype } = URLPattern
  for (const name of GETTERS) {
    const get = function (this: object) {
      return behind(this)[name]
    }
    Object.defineProperty(prototype, name, { get, enumerable: true })
  }
  prototype.exec = function exec(this: object, ...given: unknown[]) {
    const pattern = behind(this)
    const inputs = subject(given)
    const result = attempt('ERR_OPERATION_FAILED', 'Failed to exec URLPattern', () => pattern.exec(...inputs.map(bare)))
    return result && resultOf(inputs, result)
  }
  prototype.test = function test(this: object, ...given: unknown[]) {
    const pattern = behind(this)
    const inputs = subject(given)
    return attempt('ERR_OPERATION_FAILED', 'Failed to test URLPattern', () => pattern.test(...inputs.map(bare)))
  }
  return { URLPattern }
}

const refuse = (message: string): never => {
  throw nativeError(TypeError, 'ERR_INVALID_ARG_TYPE', message)
}
const isObject = (value: unknown): value is object =>
  (typeof value === 'object' && value !== null) || typeof value === 'function'
const isNothing = (value: unknown): value is null | undefined => value === null || value === undefined

/** Constructs a pattern from either form: (input, base URL, options) or (input, options). */
function construct({ platform }: RealmContext, given: unknown[]): EngineUrlPattern {
  const { URLPattern: Pattern } = platform
  if (!Pattern) throw new Error('This browser has no URLPattern')
  const [first, second, third] = given
  const input = inputOf(first, 'Input must be an object or a string')
  const withoutBase = given.length < 3 && typeof second !== 'string'
  const options = withoutBase ? second : third
  if (withoutBase && !isNothing(second) && !isObject(second)) refuse('second argument must be a string or object')
  if (!withoutBase && !isNothing(second) && typeof second !== 'string') refuse('second argument must be a string')
  if (!isNothing(options) && !isObject(options)) refuse('options must be an object')
  const ignoreCase = Boolean(isObject(options) && (options as Any).ignoreCase)
  const parameters = withoutBase ? [bare(input), { ignoreCase }] : [bare(input), String(second), { ignoreCase }]
  const failed = 'Failed to construct URLPattern'
  // Some browsers accept this, but an object has its own base URL.
  if (!withoutBase && typeof input === 'object') throw nativeError(TypeError, 'ERR_INVALID_URL_PATTERN', failed)
  return attempt('ERR_INVALID_URL_PATTERN', failed, () => Reflect.construct(Pattern, parameters))
}

/** Returns what to match a pattern against: one input, and perhaps its base URL. */
function subject([first, base]: unknown[]): Input[] {
  const input = inputOf(first, 'URLPattern input needs to be a string or an object')
  if (base === undefined) return [input]
  if (base !== null && typeof base !== 'string') refuse('baseURL must be a string')
  return [input, String(base)]
}

/** Reads an input. Properties that are not strings count as missing. */
function inputOf(value: unknown, otherwise: string): Input {
  if (typeof value === 'string') return value
  if (!isNothing(value) && !isObject(value)) refuse(otherwise)
  const text = (member: unknown) => (typeof member === 'string' ? member : undefined)
  return Object.fromEntries(MEMBERS.map((name) => [name, text((value as Any)?.[name])]))
}

/** Returns the input without missing properties, as an object that the program can't have changed. */
const bare = (input: Input): Input =>
  typeof input === 'string'
    ? input
    : Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined))

function attempt<Result>(code: string, message: string, operation: () => Result): Result {
  try {
    return operation()
  } catch {
    throw nativeError(TypeError, code, message)
  }
}

/** Object that C++ makes from a template: looks plain, but does not inherit from `Object`. */
const { Object: Template } = { Object: class {} } as { Object: new () => Record<string, string> }

function resultOf(inputs: Input[], result: Any): Any {
  const copy = Object.create(null)
  const component = (name: string) => ({
    groups: Object.assign(new Template(), result[name].groups),
    input: `${result[name].input}`,
  })
  for (const name of SORTED) {
    copy[name] = component(name)
    if (name === 'hostname') copy.inputs = inputs
  }
  return copy
}
