/** The version whose library simulated processes run. All data extracted from a binary is from this version. */
export const NODE_VERSION = 'v24.21.0'

/** What `scripts/extract-node-library.ts` takes out of a binary: plain data, so that it can be shipped to a page unchanged. */
export interface NodeLibrary {
  version: string
  /** Node's own license text, shipped with the sources. */
  license: string
  /** Node's `lib/*.js` by module id (`net`, `internal/timers`), byte for byte. */
  sources: Record<string, string>
  data: NodeLibraryData
  /** llhttp as WebAssembly in Base64, as the binary carries it for `fetch`. */
  httpParser: string
}

/** Values that C++ provides to Node's library besides functions. */
export interface NodeLibraryData {
  /** The data of each binding: numbers, strings, and objects and arrays of them. */
  bindings: BindingConstants
  /** Every module id of the binary, in its order. */
  builtinIds: string[]
  /** `process.config` as JSON text. */
  config: string
  versions: Record<string, string>
  release: Record<string, string>
  /** Stack frames of Node's loader below an entry's top level, by extension: `.cjs`, `.mjs`, `.cts`. */
  entryFrames: Record<string, string[]>
  /** Exports of modules whose code is not here. */
  outlines: Record<string, Outline>
}

/** A module's exports, without any code: its functions and classes by name, and the values of its constants. */
export interface Outline {
  /** `root`: the module itself, as `test.test` is. */
  kind: 'function' | 'class' | 'object' | 'symbol' | 'data' | 'root'
  /** Name of a function or class, description of a symbol. */
  name?: string
  /** Value of data. */
  value?: unknown
  members?: Record<string, Outline>
}

/** The same in parts; each process makes a part on first use. `config` is JSON. */
export interface LibraryDataParts<Part = string | (() => object)>
  extends Record<'versions' | 'release' | 'entryFrames' | 'outlines', Part> {
  config: string
  bindings: Record<string, Part>
  builtinIds: readonly string[]
}

/** The parts as JSON, which processes share. */
export type LibraryDataTexts = LibraryDataParts<string>

export function libraryDataTexts({ bindings, builtinIds, config, ...parts }: NodeLibraryData): LibraryDataTexts {
  return { ...textsOf(parts), builtinIds, config, bindings: textsOf(bindings) }
}

function textsOf<Name extends string>(parts: Record<Name, unknown>): Record<Name, string> {
  const texts = Object.entries(parts).map(([name, value]) => [name, JSON.stringify(value)])
  return Object.fromEntries(texts) as Record<Name, string>
}

// biome-ignore lint/suspicious/noExplicitAny: the shapes are Node's, of about 30 bindings; each binding file names those it uses.
export type BindingConstants = Record<string, any>

/** Error that says what to do when the library is missing or of another version. */
export class NodeLibraryError extends Error {
  override name = 'NodeLibraryError'
}

/** Reads the text of `generated/node-library.json`. Throws `NodeLibraryError` if it isn't the library of `NODE_VERSION`. */
export function parseLibrary(text: string): NodeLibrary {
  let library: Partial<NodeLibrary>
  try {
    library = JSON.parse(text) as Partial<NodeLibrary>
  } catch (error) {
    throw new NodeLibraryError(
      `generated/node-library.json is not JSON (${(error as Error).message}). Make it again: npm run build`,
    )
  }
  if (library.version !== NODE_VERSION || !library.sources || !library.data || !library.httpParser) {
    const found = library.version ?? 'something else'
    throw new NodeLibraryError(
      `generated/node-library.json holds ${found}, but processes run the library of Node ${NODE_VERSION}. Make it again: npm run build`,
    )
  }
  return library as NodeLibrary
}
