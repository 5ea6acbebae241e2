import vm from 'node:vm'
import { type AddOnName, type NodeLibrary, NodeLibraryError } from '../../../library/index.ts'
import { compiledOnce } from '../http-parser.ts'
import { LibraryPlaces } from '../library-places.ts'
import type { PreparedAddOn } from '../prepared-add-on.ts'
import { dataScript } from './data-script.ts'
import { type PreparedRealm, prepareAddOn, prepareRealm } from './prepared-realm.ts'

export const LIBRARY_FILENAME = 'node-library'
export const RUNTIME_FILENAME = 'node-runtime'

/** Compiled once for all realms: V8 keeps the code and each context only makes its own closures. */
interface Compiled {
  prepared: PreparedRealm
  places: LibraryPlaces
  library: vm.Script
  runtime: vm.Script
  data: vm.Script
  addOns: Map<AddOnName, { library: vm.Script; runtime: vm.Script }>
  httpParser: () => WebAssembly.Module
}
const compiled = new WeakMap<NodeLibrary | PreparedRealm, Compiled>()

export function compile(library: NodeLibrary | PreparedRealm): Compiled {
  let all = compiled.get(library)
  if (!all) {
    const prepared = 'bundle' in library ? library : prepareRealm(library)
    const { bundle, data, runtime, httpParser, codeCache } = prepared
    const places = new LibraryPlaces()
    places.add(LIBRARY_FILENAME, bundle)
    all = {
      prepared,
      places,
      addOns: new Map(),
      library: compileScript(bundle.code, LIBRARY_FILENAME, codeCache?.library),
      runtime: compileScript(runtime, RUNTIME_FILENAME, codeCache?.runtime),
      data: compileScript(dataScript(data), `${LIBRARY_FILENAME}-data`, undefined),
      httpParser: compiledOnce(httpParser),
    }
    compiled.set(library, all)
  }
  return all
}

export type AddOnSource = (name: AddOnName) => PreparedAddOn

export const fromSources = (library: NodeLibrary | PreparedRealm): AddOnSource => {
  if ('sources' in library) return (name) => prepareAddOn(library, name)
  return (name) => {
    throw new NodeLibraryError(`This process was made without node:${name}. Make it again: npm run build`)
  }
}

export function compileAddOn({ addOns, places }: Compiled, name: AddOnName, source: AddOnSource) {
  let addOn = addOns.get(name)
  if (!addOn) {
    const { bundle, runtime } = source(name)
    const [libraryFile, runtimeFile] = [`${LIBRARY_FILENAME}-${name}`, `${RUNTIME_FILENAME}-${name}`]
    places.add(libraryFile, bundle)
    addOn = {
      library: compileScript(bundle.code, libraryFile, undefined),
      runtime: compileScript(runtime, runtimeFile, undefined),
    }
    addOns.set(name, addOn)
  }
  return addOn
}

function compileScript(code: string, filename: string, cachedData: Buffer | undefined): vm.Script {
  return new vm.Script(code, cachedData === undefined ? { filename } : { filename, cachedData })
}

/** Returns V8's code cache of what has been compiled and used so far for realms of `prepared`. */
export function codeCacheOf(prepared: PreparedRealm): NonNullable<PreparedRealm['codeCache']> {
  const { library, runtime } = compile(prepared)
  return { library: library.createCachedData(), runtime: runtime.createCachedData() }
}
