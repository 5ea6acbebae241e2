import type { RealmContext } from './context.ts'
import { nativeError } from './native-error.ts'

const { defineProperty, set } = Reflect

const IN_WORDS =
  'Assigning any value other than a string, number, or boolean to a process.env property is deprecated. ' +
  'Please make sure to convert the value to a string before setting process.env with it.'

/**
 * Makes `process.env` (node_env_var.cc): assigned values become strings, properties are always ordinary ones, and a name that
 * setenv(3) refuses is not set.
 */
export function environmentObject(realm: RealmContext, start: Readonly<Record<string, string>>): object {
  const invalid = (message: string) =>
    nativeError(TypeError, 'ERR_INVALID_OBJECT_DEFINE_PROPERTY', `'process.env' ${message}`)
  const warn = deprecationWarning(realm)
  const texts = new Proxy({ ...start } as object, {
    set(target, key, value, receiver) {
      if (receiver !== texts) return set(target, key, value, receiver)
      warn(value)
      const [name, text] = [`${key as string}`, `${value}`]
      if (name !== '' && !name.includes('='))
        defineProperty(target, name, { value: text, writable: true, enumerable: true, configurable: true })
      return true
    },
    defineProperty(target, key, descriptor) {
      if ('get' in descriptor || 'set' in descriptor)
        throw invalid('does not accept an accessor(getter/setter) descriptor')
      const { configurable, writable, enumerable } = descriptor
      if (!configurable || !writable || !enumerable || !('value' in descriptor))
        throw invalid('only accepts a configurable, writable, and enumerable data descriptor')
      return defineProperty(target, `${key as string}`, { ...descriptor, value: `${descriptor.value}` })
    },
    preventExtensions() {
      throw new TypeError('Cannot freeze')
    },
  })
  realm.environment = texts
  realm.native.add(texts)
  return texts
}

/** Reads a variable as C++ does: with the program's changes. */
export function environmentValue({ environment, start }: RealmContext, name: string): string | undefined {
  const values = (environment ?? start.env) as Record<string, string>
  return Object.hasOwn(values, name) ? values[name] : undefined
}

/** Returns a function that warns once per process, and only with `--pending-deprecation`. */
function deprecationWarning(realm: RealmContext): (value: unknown) => void {
  let warned = false
  return (value) => {
    if (warned || ['string', 'number', 'boolean'].includes(typeof value)) return
    warned = true
    if (!realm.require('internal/options').getOptionValue('--pending-deprecation')) return
    realm.process.emitWarning(IN_WORDS, 'DeprecationWarning', 'DEP0104')
  }
}

/** `process.loadEnvFile`: sets the variables of the file that the environment does not have yet. */
export function loadEnvironmentFile(realm: RealmContext, path = '.env'): void {
  const { O_RDONLY } = realm.constants.constants.fs
  const text: string = realm.internalBinding('fs').readFileUtf8(path, O_RDONLY)
  const { env } = realm.process
  const said: Record<string, string> = realm.internalBinding('util').parseEnv(text)
  for (const [name, value] of Object.entries(said)) if (!Object.hasOwn(env, name)) env[name] = value
}
