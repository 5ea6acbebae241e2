/** Bindings that are mostly data, which the library reads once. */
import { applyOptions, type OptionValues } from '../command-line.ts'
import type { RealmContext } from '../context.ts'
import type { Binding } from '../types.ts'

/** `internalBinding('uv')`: error numbers, names and messages. */
export function uvBinding(realm: RealmContext): Binding {
  let errors: Map<number, [string, string]> | null = null
  const getErrorMap = () => {
    errors ??= new Map(realm.constants.uv_errors as [number, [string, string]][])
    return errors
  }
  const error = (number: number) => getErrorMap().get(number)
  return Object.assign(realm.constants.uv, {
    errname: (number: number) => error(number)?.[0] ?? `Unknown system error ${number}`,
    getErrorMessage: (number: number) => error(number)?.[1] ?? `Unknown system error ${number}`,
    getErrorMap,
  })
}

export function configBinding(realm: RealmContext): Binding {
  return {
    ...realm.constants.config,
    fipsMode: false,
    // No inspector or tracing in a simulated process, so the library does not load their bindings.
    hasInspector: false,
    hasTracing: false,
    getDefaultLocale: () => 'en-US',
  }
}

/** Defaults of options that the extraction itself was run with. */
const NOT_EXTRACTED = {
  '--expose-internals': false,
  '--no-expose-internals': true,
  '--warnings': true,
  '--no-warnings': false,
}

/** Returns the default values of all options. */
export function defaultOptions(realm: RealmContext): Readonly<OptionValues> {
  return Object.setPrototypeOf(Object.assign(realm.constants.options.values, NOT_EXTRACTED), null)
}

function optionValues(realm: RealmContext): Readonly<OptionValues> {
  const values = applyOptions(defaultOptions(realm), realm.options)
  if (realm.code === null || realm.code.kind === 'input') return values
  return { ...values, '--eval': realm.code.text, '--print': realm.code.kind === 'print' }
}

export function optionsBinding(realm: RealmContext): Binding {
  const { embedder } = realm.constants.options
  return {
    getCLIOptionsValues: () => optionValues(realm),
    getCLIOptionsInfo: () => ({ options: new Map(), aliases: new Map() }),
    getOptionsAsFlags: () => [],
    getEmbedderOptions: () => ({ __proto__: null, ...embedder }),
    getEnvOptionsInputType: () => new Map(),
    getNamespaceOptionsInputType: () => new Map(),
    envSettings: {},
    types: {},
  }
}

export function builtinsBinding(realm: RealmContext, compileFunction: (id: string) => unknown): Binding {
  return {
    builtinIds: realm.data.builtinIds,
    // The part that the library reads while it boots; `describeBuild` adds the rest.
    config: '{"variables":{"node_use_amaro":true}}',
    natives: {},
    builtinCategories: { cannotBeRequired: [], canBeRequired: realm.data.builtinIds },
    compileFunction,
    hasCachedBuiltins: () => true,
    getCacheUsage: () => ({}),
    setInternalLoaders(internalBinding: (name: string) => Binding, require: (id: string) => unknown) {
      realm.internalBinding = internalBinding
      realm.require = require
    },
  }
}
