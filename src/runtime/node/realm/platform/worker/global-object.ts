import type { Any } from '../../types.ts'
import type { Environment } from './environment.ts'
import { COPIED, LANGUAGE } from './language.ts'

/** Makes a process's own global object, with the language on it and nothing else. */
export function makeGlobalObject({ MachineDate }: Environment): Any {
  const global: Any = {}
  for (const name of LANGUAGE) {
    if (name === 'Date') continue
    const descriptor = Object.getOwnPropertyDescriptor(globalThis, name)
    if (!descriptor) continue
    const value = COPIED.has(name) ? copyOf(descriptor.value) : descriptor.value
    Object.defineProperty(global, name, { ...descriptor, value })
  }
  const own = (value: unknown) => ({ value, writable: true, enumerable: false, configurable: true })
  Object.defineProperty(global, 'Date', own(MachineDate))
  Object.defineProperty(global, 'globalThis', own(global))
  return global
}

function copyOf(namespace: object): object {
  return Object.create(Object.getPrototypeOf(namespace), Object.getOwnPropertyDescriptors(namespace))
}
