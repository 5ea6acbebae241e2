/**
 * The `exports` and `imports` fields of package.json (PACKAGE_EXPORTS_RESOLVE, PACKAGE_IMPORTS_RESOLVE and
 * PACKAGE_TARGET_RESOLVE of Node's "Modules: ECMAScript modules").
 */
import { type CodedError, nodeError } from './node-errors.ts'
import type { PackageJson } from './package-json.ts'
import type { RealmGlobals } from './types.ts'
import { fileUrl, joinPath } from './urls.ts'

/** What a package maps a name to: a file of its own, or (imports only) another bare specifier. */
export type PackageTarget = { readonly path: string } | { readonly specifier: string }

interface Request {
  readonly globals: RealmGlobals
  readonly package: PackageJson
  readonly conditions: ReadonlySet<string>
  /** Path of the importing file, for messages. */
  readonly from: string | null
  readonly internal: boolean
}

/** `.`, `./feature`: throws ERR_PACKAGE_PATH_NOT_EXPORTED, ERR_INVALID_PACKAGE_TARGET, ERR_INVALID_PACKAGE_CONFIG. */
export function resolvePackageExports(subpath: string, request: Omit<Request, 'internal'>): PackageTarget {
  const external: Request = { ...request, internal: false }
  const map = exportsMap(external)
  const found = matchEntry(map, subpath, external)
  if (found) return found
  throw nodeError(request.globals, 'ERR_PACKAGE_PATH_NOT_EXPORTED', packagePath(external), subpath, request.from)
}

/** `#name`: null if the package does not define it. */
export function resolvePackageImports(name: string, request: Omit<Request, 'internal'>): PackageTarget | null {
  const imports = request.package.imports
  return imports ? (matchEntry(imports, name, { ...request, internal: true }) ?? null) : null
}

function packagePath(request: Request): string {
  return `${request.package.directory}/`
}

function exportsMap(request: Request): Readonly<Record<string, unknown>> {
  const { exports } = request.package
  if (typeof exports !== 'object' || exports === null || Array.isArray(exports)) return { '.': exports }
  const keys = Object.keys(exports)
  const subpaths = keys.filter((key) => key.startsWith('.')).length
  if (subpaths === 0) return { '.': exports }
  if (subpaths === keys.length) return exports as Record<string, unknown>
  const from = request.from && fileUrl(request.from)
  const problem =
    `"exports" cannot contain some keys starting with '.' and some not. The exports object must either be an object of ` +
    'package subpath keys or an object of main entry condition name keys only.'
  throw nodeError(request.globals, 'ERR_INVALID_PACKAGE_CONFIG', `${packagePath(request)}package.json`, from, problem)
}

/** The exact key, or the pattern key (`./lib/*`) with the longest part before its star. */
function matchEntry(
  map: Readonly<Record<string, unknown>>,
  name: string,
  request: Request,
): PackageTarget | null | undefined {
  if (Object.hasOwn(map, name) && !name.includes('*') && !name.endsWith('/'))
    return resolveTarget(map[name], null, name, request)
  let best: { key: string; star: string } | null = null
  for (const key of Object.keys(map)) {
    const [head, tail, ...more] = key.split('*')
    if (tail === undefined || more.length > 0) continue
    if (!name.startsWith(head!) || !name.endsWith(tail) || name.length < key.length) continue
    const longer =
      !best ||
      head!.length > best.key.indexOf('*') ||
      (head!.length === best.key.indexOf('*') && key.length > best.key.length)
    if (longer) best = { key, star: name.slice(head!.length, name.length - tail.length) }
  }
  return best ? resolveTarget(map[best.key], best.star, best.key, request) : undefined
}

/** undefined: no condition holds, look further; null: excluded. */
function resolveTarget(
  target: unknown,
  star: string | null,
  key: string,
  request: Request,
): PackageTarget | null | undefined {
  if (typeof target === 'string') return resolveTargetString(target, star, key, request)
  if (target === null) return null
  if (Array.isArray(target)) return resolveFirst(target, star, key, request)
  if (typeof target !== 'object') throw invalidTarget(String(target), key, request)
  for (const [condition, value] of Object.entries(target)) {
    if (condition !== 'default' && !request.conditions.has(condition)) continue
    const found = resolveTarget(value, star, key, request)
    if (found !== undefined) return found
  }
  return undefined
}

function resolveFirst(
  targets: readonly unknown[],
  star: string | null,
  key: string,
  request: Request,
): PackageTarget | null | undefined {
  let failure: unknown = null
  for (const target of targets) {
    try {
      const found = resolveTarget(target, star, key, request)
      if (found) return found
      if (found === null) failure = null
    } catch (error) {
      if ((error as CodedError).code !== 'ERR_INVALID_PACKAGE_TARGET') throw error
      failure = error
    }
  }
  if (failure) throw failure
  return targets.length === 0 || failure === null ? null : undefined
}

const FORBIDDEN_SEGMENT = /(?:^|\/)(?:\.\.?|node_modules)(?:\/|$)/i

function resolveTargetString(target: string, star: string | null, key: string, request: Request): PackageTarget {
  const filled = star === null ? target : target.replaceAll('*', star)
  if (target.startsWith('./')) {
    if (FORBIDDEN_SEGMENT.test(target.slice(2))) throw invalidTarget(target, key, request)
    if (star !== null && FORBIDDEN_SEGMENT.test(star)) {
      const reason = `request is not a valid match in pattern "${key}" for the "${request.internal ? 'imports' : 'exports'}" resolution of ${packagePath(request)}package.json`
      throw nodeError(request.globals, 'ERR_INVALID_MODULE_SPECIFIER', key.replace('*', star), reason, request.from)
    }
    return { path: joinPath(request.package.directory, filled) }
  }
  const bare = !target.startsWith('/') && !target.startsWith('../')
  if (request.internal && bare) return { specifier: filled }
  throw invalidTarget(target, key, request)
}

function invalidTarget(target: string, key: string, request: Request): CodedError {
  return nodeError(
    request.globals,
    'ERR_INVALID_PACKAGE_TARGET',
    packagePath(request),
    key,
    target,
    request.internal,
    request.from,
  )
}
