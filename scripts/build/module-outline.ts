import type { Outline } from '#node/library/index.ts'

/** Deeper than this nobody looks when a module is imported. */
const DEEPEST = 3

/** The names that a module exports, with what each is and the values of constants. */
export function outlineOf(exports: unknown): Outline {
  return outline(exports, exports, 0)
}

function outline(value: unknown, root: unknown, depth: number): Outline {
  if (depth > 0 && value === root) return { kind: 'root' }
  if (typeof value === 'symbol') return { kind: 'symbol', name: value.description ?? '' }
  if (typeof value === 'function')
    return { kind: isClass(value) ? 'class' : 'function', name: value.name, ...membersOf(value, root, depth) }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return { kind: 'data', value: value ?? null }
  const isConstants =
    depth > 0 && Object.values(value).every((part) => typeof part === 'number' || typeof part === 'string')
  if (isConstants && Object.keys(value).length > 0) return { kind: 'data', value }
  return { kind: 'object', ...membersOf(value, root, depth) }
}

function membersOf(value: object, root: unknown, depth: number): { members?: Record<string, Outline> } {
  if (depth === DEEPEST) return {}
  const names = Object.keys(value)
  // A tracker such as `test.mock` has its methods in its class.
  const maker = Object.getPrototypeOf(value)?.constructor
  if (typeof value === 'object' && maker !== Object && maker !== undefined)
    names.push(...Object.getOwnPropertyNames(maker.prototype).filter((name) => name !== 'constructor'))
  if (names.length === 0) return {}
  return {
    members: Object.fromEntries(
      names.map((name) => [name, outline((value as Record<string, unknown>)[name], root, depth + 1)]),
    ),
  }
}

function isClass(value: object): boolean {
  const { prototype } = value as { prototype?: object }
  if (prototype === undefined) return false
  return /^class\b/.test(Function.prototype.toString.call(value)) || /^[A-Z]/.test((value as { name: string }).name)
}
