/** Errors with Node's codes and messages, made of the realm's own constructors. */
import { NODE_FRAME } from './node-frames.ts'
import type { RealmGlobals } from './types.ts'

export interface CodedError extends Error {
  code: string
}

type Base = 'Error' | 'TypeError' | 'SyntaxError' | 'RangeError'

const MESSAGES = {
  ERR_MODULE_NOT_FOUND: (path: string, from: string | null, kind = 'module') =>
    `Cannot find ${kind} '${path}'${from ? ` imported from ${from}` : ''}`,
  ERR_UNSUPPORTED_DIR_IMPORT: (path: string, from: string) =>
    `Directory import '${path}' is not supported resolving ES modules imported from ${from}`,
  ERR_UNKNOWN_BUILTIN_MODULE: (name: string) => `No such built-in module: ${name}`,
  ERR_UNKNOWN_FILE_EXTENSION: (extension: string, path: string) => `Unknown file extension "${extension}" for ${path}`,
  ERR_UNSUPPORTED_ESM_URL_SCHEME: (protocol: string) =>
    `Only URLs with a scheme in: file and data are supported by the default ESM loader. Received protocol '${protocol}'`,
  ERR_PACKAGE_PATH_NOT_EXPORTED: (packagePath: string, subpath: string, from: string | null) =>
    subpath === '.'
      ? `No "exports" main defined in ${packagePath}package.json${from ? ` imported from ${from}` : ''}`
      : `Package subpath '${subpath}' is not defined by "exports" in ${packagePath}package.json${from ? ` imported from ${from}` : ''}`,
  ERR_PACKAGE_IMPORT_NOT_DEFINED: (specifier: string, packagePath: string | null, from: string) =>
    `Package import specifier "${specifier}" is not defined${packagePath ? ` in package ${packagePath}package.json` : ''} imported from ${from}`,
  ERR_INVALID_PACKAGE_TARGET: (
    packagePath: string,
    key: string,
    target: string,
    internal: boolean,
    from: string | null,
  ) =>
    `Invalid "${internal ? 'imports' : 'exports'}" ${key === '.' ? 'main ' : ''}target ${JSON.stringify(target)} defined ` +
    `${key === '.' ? '' : `for '${key}' `}in the package config ${packagePath}package.json` +
    (from ? ` imported from ${from}` : '') +
    (target.startsWith('./') || internal ? '' : '; targets must start with "./"'),
  ERR_INVALID_PACKAGE_CONFIG: (path: string, from: string | null, problem: string) =>
    `Invalid package config ${path}${from ? ` while importing ${from}` : ''}.${problem ? ` ${problem}` : ''}`,
  ERR_INVALID_MODULE_SPECIFIER: (specifier: string, reason: string, from: string | null) =>
    `Invalid module "${specifier}" ${reason}${from ? ` imported from ${from}` : ''}`,
  ERR_IMPORT_ATTRIBUTE_MISSING: (url: string, key: string, value: string) =>
    `Module "${url}" needs an import attribute of "${key}: ${value}"`,
  ERR_IMPORT_ATTRIBUTE_TYPE_INCOMPATIBLE: (url: string, type: string) => `Module "${url}" is not of type "${type}"`,
  ERR_IMPORT_ATTRIBUTE_UNSUPPORTED: (key: string, value: string, url: string) =>
    `Import attribute "${key}" with value "${value}" is not supported in ${url}`,
  ERR_REQUIRE_ASYNC_MODULE: (path: string, from: string | null) =>
    'require() cannot be used on an ESM graph with top-level await. Use import() instead. To see where the top-level await ' +
    `comes from, use --experimental-print-required-tla.${from ? `\n  From ${from}` : ''}\n  Requiring ${path}`,
  ERR_REQUIRE_CYCLE_MODULE: (path: string, from: string) =>
    `Cannot require() ES Module ${path} in a cycle. A cycle involving require(esm) is not allowed to maintain invariants ` +
    `mandated by the ECMAScript specification. Try making at least part of the dependency in the graph lazily loaded. (from ${from})`,
  ERR_INVALID_ARG_VALUE: (name: string, value: unknown, reason: string) =>
    `The ${name.includes('.') ? 'property' : 'argument'} '${name}' ${reason}. Received ${shown(value)}`,
  ERR_INVALID_ARG_TYPE: (name: string, expected: string, value: unknown) =>
    `The "${name}" argument must be of type ${expected}. Received ${kindOf(value)}`,
} as const satisfies Record<string, (...details: never[]) => string>

const BASES: Partial<Record<keyof typeof MESSAGES, Base>> = {
  ERR_UNKNOWN_FILE_EXTENSION: 'TypeError',
  ERR_PACKAGE_IMPORT_NOT_DEFINED: 'TypeError',
  ERR_INVALID_MODULE_SPECIFIER: 'TypeError',
  ERR_IMPORT_ATTRIBUTE_MISSING: 'TypeError',
  ERR_IMPORT_ATTRIBUTE_TYPE_INCOMPATIBLE: 'TypeError',
  ERR_IMPORT_ATTRIBUTE_UNSUPPORTED: 'TypeError',
  ERR_INVALID_ARG_VALUE: 'TypeError',
  ERR_INVALID_ARG_TYPE: 'TypeError',
}

/** Makes Node's error of this code. The stack begins with "Error [CODE]: message", as Node's own errors do. */
export function nodeError<Code extends keyof typeof MESSAGES>(
  globals: RealmGlobals,
  code: Code,
  ...details: Parameters<(typeof MESSAGES)[Code]>
): CodedError {
  const message = (MESSAGES[code] as (...details: unknown[]) => string)(...details)
  const base = BASES[code] ?? 'Error'
  const error = new (globals[base as 'Error' | 'TypeError'] as ErrorConstructor)(message) as CodedError
  setStackHeader(globals, error, `${base} [${code}]`)
  error.code = code
  return error
}

/** Rewrites a stack's first line, which V8 makes from the error's name at the time of capture. */
function setStackHeader(globals: RealmGlobals, error: Error, name: string): void {
  Object.defineProperty(error, 'name', { value: name, configurable: true, writable: true, enumerable: false })
  globals.Error.captureStackTrace?.(error, nodeError)
  const stack = error.stack ?? ''
  if (!/\n {4}at /.test(stack)) error.stack = `${stack}\n${NODE_FRAME.resolve}`
  Reflect.deleteProperty(error, 'name')
}

/** Describes a value as Node's errors do: its kind, not its content. */
function kindOf(value: unknown): string {
  if (value === null || value === undefined) return `${value}`
  if (typeof value === 'function') return `function ${value.name}`
  if (typeof value === 'object') return value.constructor?.name ? `an instance of ${value.constructor.name}` : '{}'
  return `type ${typeof value} (${shown(value)})`
}

function shown(value: unknown): string {
  if (typeof value === 'string') return `'${value}'`
  return typeof value === 'object' && value !== null ? '{}' : String(value)
}

/** Adds lines to an error's message, both in the message and in the stack. */
export function addHint(error: Error, hint: string): void {
  const stack = error.stack ?? ''
  const end = stack.indexOf(error.message) + error.message.length
  error.message += `\n${hint}`
  error.stack = `${stack.slice(0, end)}\n${hint}${stack.slice(end)}`
}
