/** What `error.stack` says: Node's own frames and the program's, in the places of their sources; none of this runtime's. */
import type { RealmContext } from './context.ts'

/** A V8 CallSite, as far as it is used here. */
interface CallSite {
  getFileName(): string | null | undefined
  getScriptNameOrSourceURL(): string | null | undefined
  getLineNumber(): number | null
  getColumnNumber(): number | null
  getFunctionName(): string | null
  isAsync(): boolean
  toString(): string
}

/** Makes `Error.prepareStackTrace` of this realm: Node's own, over frames with their places set right. */
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

/** A frame of the program or of the library, in the place of its source. */
export interface Place {
  functionName: string
  file: string
  line: number
  column: number
}

const fileOf = ({ platform }: RealmContext, site: CallSite): string =>
  (platform.namesBySourceUrl ? site.getScriptNameOrSourceURL() : site.getFileName()) ?? ''

/** The frames that a program may see, as text. */
function frames(realm: RealmContext, sites: CallSite[]): string[] {
  const { platform } = realm
  const { runtimeFilename, entryFilename } = platform
  const lines: string[] = []
  /** Frames of the engine (`Array.map`) belong to whoever called it: known at the next frame. */
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
      // The program's own top level stands on the module loader: Node's, as far as a stack trace is concerned.
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

/** Where a place of compiled text lies in its source, as a stack frame says it; null for text of the runtime or the environment. */
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
 * Who has called, from the innermost frame on: at most `count` frames of the library and the program. What a program has put in
 * place of `Error.prepareStackTrace` is not asked.
 */
export function callPlaces(realm: RealmContext, count: number): Place[] {
  const { Error: RealmError } = realm.platform.global
  const before = { stackTraceLimit: RealmError.stackTraceLimit, prepareStackTrace: RealmError.prepareStackTrace }
  let places: Place[] = []
  RealmError.stackTraceLimit = count + OWN_FRAMES
  RealmError.prepareStackTrace = (_: unknown, sites: CallSite[]) => {
    // Below the entry there may be another process, which stands still.
    const entry = sites.findIndex((site) => fileOf(realm, site) === realm.platform.entryFilename)
    places = sites.slice(0, entry < 0 ? sites.length : entry).flatMap((site) => placeOfSite(realm, site) ?? [])
  }
  String(new RealmError().stack)
  Object.assign(RealmError, before)
  return places.slice(0, count)
}

/** Where the stack of `error`, which nobody has read yet, begins. */
export function placeOfError(realm: RealmContext, error: { stack?: unknown }): Place | null {
  let place: Place | null = null
  realm.require('internal/errors').overrideStackTrace.set(error, (_: unknown, sites: CallSite[]) => {
    for (const site of sites) place ??= placeOfSite(realm, site)
  })
  String(error.stack)
  return place
}

/** More frames of this runtime than can lie above those that are asked for. */
const OWN_FRAMES = 30

function placeOfSite(realm: RealmContext, site: CallSite): Place | null {
  const file = fileOf(realm, site)
  const place = placeOf(realm, file, site.getLineNumber() ?? 0, site.getColumnNumber() ?? 0)
  return place && { ...place, functionName: site.getFunctionName() ?? '' }
}
