import type { JournalEntry, WorldRecipe } from '#lab'
import type { Checkpoint, ManualLine } from '../runs/index.ts'
import { FILE_NAME, type Texts } from '../saved/index.ts'

/** Content of a link: files, the world that they belong to, and the run up to a moment, if there was one. */
export interface Shared {
  exercise: string
  variant: string
  seed: number
  files: Texts
  checkpoint: Checkpoint | null
}

/** Why a link cannot be read, as a sentence. */
export class SharedError extends Error {}

/** Characters of a link's fragment that chat programs and mail still carry. */
export const MOST_CHARACTERS = 30_000
/** Bytes after unpacking: a short text can unpack to gigabytes. */
const MOST_BYTES = 4 * 2 ** 20
const MOST_FILES = 50
const MOST_ENTRIES = 20_000
const VERSION = 2

/** Returns the fragment of a link, without its `#`. */
export async function packShared(shared: Shared): Promise<string> {
  const { checkpoint, ...rest } = shared
  // The link carries the files only once.
  const recipe = checkpoint && { ...checkpoint.recipe, files: undefined }
  const text = JSON.stringify({ v: VERSION, ...rest, checkpoint: checkpoint && { ...checkpoint, recipe } }, escapeBytes)
  const stream = new Blob([text]).stream().pipeThrough(new CompressionStream('deflate-raw'))
  return `s=${toBase64Url(new Uint8Array(await new Response(stream).arrayBuffer()))}`
}

/** Reads a link's fragment; null if it is not one of ours. Throws SharedError for a damaged or malicious one. */
export async function unpackShared(fragment: string): Promise<Shared | null> {
  const [, packed] = /^#?s=([\w-]+)$/.exec(fragment) ?? []
  if (packed === undefined) return null
  if (packed.length > 2 * MOST_CHARACTERS) throw new SharedError('It is too long.')
  const data = parse(await inflate(fromBase64Url(packed)))
  if (data.v !== VERSION) throw new SharedError('Another version of this site made it.')
  const { exercise, variant, seed, checkpoint } = data
  if (typeof exercise !== 'string' || typeof variant !== 'string' || !isCount(seed))
    throw new SharedError('It names no exercise.')
  const files = readFiles(data.files)
  return { exercise, variant, seed, files, checkpoint: checkpoint == null ? null : readCheckpoint(checkpoint, files) }
}

type Data = Record<string, unknown>

function parse(text: string): Data {
  try {
    const data: unknown = JSON.parse(text, restoreBytes)
    if (isData(data)) return data
  } catch {
    // Reported below.
  }
  throw new SharedError('Its contents are damaged.')
}

const isData = (value: unknown): value is Data => typeof value === 'object' && value !== null && !Array.isArray(value)
const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0
const isCounts = (value: unknown): value is number[] => Array.isArray(value) && value.every(isCount)

function readFiles(value: unknown): Texts {
  if (!isData(value)) throw new SharedError('It contains no files.')
  const entries = Object.entries(value)
  const isRight = ([name, text]: [string, unknown]) => FILE_NAME.test(name) && typeof text === 'string'
  if (entries.length === 0 || entries.length > MOST_FILES || !entries.every(isRight))
    throw new SharedError('Its files don’t belong to an exercise.')
  return Object.fromEntries(entries) as Texts
}

function readCheckpoint(value: unknown, files: Texts): Checkpoint {
  const { recipe, at, handles } = isData(value) ? value : ({} as Data)
  if (!isData(recipe) || !isCount(at) || !isData(handles)) throw new SharedError('Its run is damaged.')
  const { version, description, seed, journal } = recipe
  const isRight = version === 1 && isData(description) && isCount(seed) && isJournal(journal)
  if (!isRight) throw new SharedError('Its run is damaged.')
  const { pids, held, manual } = handles
  if (!isCounts(pids) || !isCounts(held) || !isData(manual)) throw new SharedError('Its run is damaged.')
  const whole = { ...recipe, files: { submission: { ...files }, programs: {} } } as unknown as WorldRecipe
  return {
    recipe: whole,
    at,
    handles: { pids, held, manual: { ends: readEnds(manual.ends), lines: readLines(manual.lines) } },
  }
}

function isJournal(value: unknown): value is JournalEntry[] {
  if (!Array.isArray(value) || value.length > MOST_ENTRIES) return false
  return value.every((entry) => {
    if (!isData(entry) || !isCount(entry.events) || !isCount(entry.at)) return false
    if (entry.kind === 'pause' || entry.kind === 'resume') return true
    return entry.kind === 'batch' && isData(entry.batch) && Array.isArray(entry.batch.commands)
  })
}

function readEnds(value: unknown): Checkpoint['handles']['manual']['ends'] {
  const isEnd = (end: unknown) => isData(end) && typeof end.address === 'string' && isCount(end.port)
  if (!isData(value) || !isEnd(value.local) || !isEnd(value.remote)) return null
  return value as unknown as Checkpoint['handles']['manual']['ends']
}

const LINE_KINDS: readonly unknown[] = ['said', 'heard', 'event']
const PHASES: readonly unknown[] = [undefined, 'waiting', 'connecting', 'open', 'closed']

function readLines(value: unknown): ManualLine[] {
  if (!Array.isArray(value)) return []
  return value.filter(
    (line): line is ManualLine =>
      isData(line) &&
      LINE_KINDS.includes(line.kind) &&
      PHASES.includes(line.phase) &&
      typeof line.text === 'string' &&
      typeof line.at === 'number',
  )
}

/** Stops as soon as the data is larger than any link of ours. */
async function inflate(bytes: Uint8Array): Promise<string> {
  const stream = new Blob([bytes as BlobPart]).stream().pipeThrough(new DecompressionStream('deflate-raw'))
  const reader = stream.getReader()
  const parts: Uint8Array[] = []
  let length = 0
  try {
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
      parts.push(piece.value)
      length += piece.value.length
      if (length > MOST_BYTES) throw new SharedError('It unpacks to more than any exercise needs.')
    }
  } catch (error) {
    void reader.cancel().catch(() => {})
    throw error instanceof SharedError ? error : new SharedError('Its contents are damaged.')
  }
  return new TextDecoder().decode(await new Blob(parts as BlobPart[]).arrayBuffer())
}

/** Typed or sent data may be bytes, which JSON cannot carry. */
function escapeBytes(_key: string, value: unknown): unknown {
  return value instanceof Uint8Array
    ? { $bytes: toBase64Url(value) }
    : value === Number.POSITIVE_INFINITY
      ? { $infinity: 1 }
      : value
}

function restoreBytes(_key: string, value: unknown): unknown {
  if (!isData(value)) return value
  if (typeof value.$bytes === 'string') return fromBase64Url(value.$bytes)
  return value.$infinity === 1 ? Number.POSITIVE_INFINITY : value
}

function toBase64Url(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes) text += String.fromCharCode(byte)
  return btoa(text).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}

function fromBase64Url(text: string): Uint8Array {
  try {
    return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (character) => character.charCodeAt(0))
  } catch {
    throw new SharedError('Its contents are damaged.')
  }
}
