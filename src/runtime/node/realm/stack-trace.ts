/** The text of `error.stack`: frames of Node and of the program at their source positions, none of this runtime. */
import type { RealmContext } from './context.ts'

/** The parts of a V8 CallSite that are used here. */
interface CallSite {
  getFileName(): string | null | undefined
  getScriptNameOrSourceURL(): string | null | undefined
  getLineNumber(): number | null
  getColumnNumber(): number | null
  getFunctionName(): string | null
  isAsync(): boolean
  toString(): string
}

/** Installs `Error.prepareStackTrace` in this realm: Node's own, over frames with corrected positions. */
export function installStackTraces(realm: RealmContext): void {
  const errors = realm.require('internal/errors')
  errors.setInternalPrepareStackTrace(formatter(realm))
  installPrepareStackTrace(realm, realm.platform.global.Error)
}

function formatter(realm: RealmContext) {
  const { kIsNodeError } = realm.require('internal/errors')
  return (error: Error, sites: CallSite[]) => formatStack(kIsNodeError, error, frames(realm, sites))
}

/** `Errors`: the `Error` of the process's global object or of another. */
export function installPrepareStackTrace(realm: RealmContext, Errors: object): void {
  const errors = realm.require('internal/errors')
  const format = formatter(realm)
  Object.defineProperty(Errors, 'prepareStackTrace', {
    configurable: true,
    enumerable: false,
    writable: true,
    value: function ErrorPrepareStackTrace(error: Error, sites: CallSite[]): unknown {
      const override = errors.overrideStackTrace.get(error)
      if (override === undefined) return format(error, sites)
      errors.overrideStackTrace.delete(error)
      return override(error, sites)
    },
  })
}

function formatStack(isNodeError: symbol, error: Error, lines: string[]): string {
  const title =
    isNodeError in error ? `${error.name} [${(error as { code?: string }).code}]: ${error.message}` : titleOf(error)
  return lines.length === 0 ? title : `${title}\n    at ${lines.join('\n    at ')}`
}

const errorToString = Error.prototype.toString

function titleOf(error: unknown): string {
  try {
    return errorToString.call(error)
  } catch {
    return 'Error'
  }
}

/** A frame of the program or of the library at its source position. */
export interface Place {
  functionName: string
  file: string
  line: number
  column: number
}

const fileOf = ({ platform }: RealmContext, site: CallSite): string =>
  (platform.namesBySourceUrl ? site.getScriptNameOrSourceURL() : site.getFileName()) ?? ''

/** Returns the frames that a program may see, as text. */
function frames(realm: RealmContext, sites: CallSite[]): string[] {
  const { platform } = realm
  const { runtimeFilename, entryFilename } = platform
  const lines: string[] = []
  /** Frames of the engine (`Array.map`) belong to the caller, which the next frame tells. */
  let natives: string[] = []
  let programFile = ''
  let below = false
  for (const site of sites) {
    const file = fileOf(realm, site)
    if (below && !site.isAsync()) continue
    if (file === '' || file === '<anonymous>') {
      natives.push(site.toString())
      continue
    }
    const isRuntime = file.startsWith(runtimeFilename)
    const line = isRuntime || file === entryFilename ? null : frameText(realm, site, file)
    if (line !== null) lines.push(...natives, line)
    natives = []
    if (line === null) {
      // Below the program's top level is the module loader, shown in stack traces as Node's.
      if (programFile !== '' && isRuntime) lines.push(...(realm.program?.entryFrames(programFile) ?? []))
      below ||= programFile !== '' || file === entryFilename
    }
    programFile = line !== null && realm.program?.has(file) ? file : ''
  }
  return lines.slice(0, stackTraceLimit(realm))
}

function stackTraceLimit(realm: RealmContext): number {
  const limit = realm.platform.global.Error.stackTraceLimit
  return typeof limit === 'number' ? Math.max(0, limit) : 0
}

function frameText(realm: RealmContext, site: CallSite, file: string): string | null {
  const text = site.toString()
  const [line, column] = [site.getLineNumber() ?? 0, site.getColumnNumber() ?? 0]
  const place = placeOf(realm, file, line, column)
  return place === null
    ? null
    : text.replace(`${file}:${line}:${column}`, () => `${place.file}:${place.line}:${place.column}`)
}

/** Maps a place in compiled text to its source, as a stack frame shows it; null for text of the runtime or the environment. */
function placeOf(realm: RealmContext, file: string, line: number, column: number): Omit<Place, 'functionName'> | null {
  if (file.startsWith(realm.platform.libraryFilename)) {
    const place = realm.platform.libraryPlace(file, line)
    return place && { file: `node:${place.id}`, line: place.line, column }
  }
  if (realm.evaluatedFiles.has(file)) return { file, line, column }
  const place = realm.program?.originalPlace(file, line, column) ?? null
  return place && { file, ...place }
}

/**
 * Returns the callers from the innermost frame on: at most `count` frames of the library and the program. Does not call a program's
 * `Error.prepareStackTrace`.
 */
export function callPlaces(realm: RealmContext, count: number): Place[] {
  const { Error: RealmError } = realm.platform.global
  const before = { stackTraceLimit: RealmError.stackTraceLimit, prepareStackTrace: RealmError.prepareStackTrace }
  let places: Place[] = []
  RealmError.stackTraceLimit = count + OWN_FRAMES
  RealmError.prepareStackTrace = (_: unknown, sites: CallSite[]) => {
    // Below the entry there may be frames of another process, which is suspended.
    const entry = sites.findIndex((site) => fileOf(realm, site) === realm.platform.entryFilename)
    places = sites.slice(0, entry < 0 ? sites.length : entry).flatMap((site) => placeOfSite(realm, site) ?? [])
  }
  String(new RealmError().stack)
  Object.assign(RealmError, before)
  return places.slice(0, count)
}

/** Returns the top place in the stack of `error`, which must not have been read yet. */
export function placeOfError(realm: RealmContext, error: { stack?: unknown }): Place | null {
  let place: Place | null = null
  realm.require('internal/errors').overrideStackTrace.set(error, (_: unknown, sites: CallSite[]) => {
    for (const site of sites) place ??= placeOfSite(realm, site)
  })
  String(error.stack)
  return place
}

/** Upper bound of this runtime's frames above the requested ones. */
const OWN_FRAMES = 30

function placeOfSite(realm: RealmContext, site: CallSite): Place | null {
  const file = fileOf(realm, site)
  const place = placeOf(realm, file, site.getLineNumber() ?? 0, site.getColumnNumber() ?? 0)
  return place && { ...place, functionName: site.getFunctionName() ?? '' }
}
