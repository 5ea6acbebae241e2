import type { Any } from '../types.ts'
import { inTimeZone, localesFor } from './default-locale.ts'
import { define } from './replace.ts'

/** Services of ECMA-402 that default to the machine's locale; the first three may be called without `new`. */
const CALLABLE = ['Collator', 'DateTimeFormat', 'NumberFormat']
const SERVICES = [
  ...CALLABLE,
  'DisplayNames',
  'DurationFormat',
  'ListFormat',
  'PluralRules',
  'RelativeTimeFormat',
  'Segmenter',
]

const { apply, construct } = Reflect

/** Replaces the services in `intl`, the process's own, by ones with the host's defaults. `now`, in ms, is formatted when no date is given. */
export function replaceIntl(intl: Any, now: () => number): void {
  for (const name of SERVICES) if (typeof intl[name] === 'function') define(intl, name, hostService(intl[name], name))
  formatNow(intl.DateTimeFormat.prototype, now)
}

/** Makes a service with its own prototype: other processes may share the original's. */
function hostService(Original: Any, name: string): unknown {
  const isCallable = CALLABLE.includes(name)
  function Service(...parameters: Any[]): unknown {
    if (!new.target && !isCallable) return apply(Original, undefined, parameters) // throws that it needs `new`
    const [locales, options] = parameters
    const completed = name === 'DateTimeFormat' ? inTimeZone(options) : options
    return construct(Original, [localesFor(Original, locales), completed], new.target ?? Service)
  }
  const prototype = Object.create(Object.prototype, Object.getOwnPropertyDescriptors(Original.prototype))
  define(prototype, 'constructor', Service)
  define(Service, 'supportedLocalesOf', Original.supportedLocalesOf)
  Object.defineProperty(Service, 'prototype', { value: prototype, writable: false })
  Object.defineProperty(Service, 'name', { value: name, configurable: true })
  return Service
}

/** Makes `format()` and `formatToParts()` without a date use the world's time; an engine would take the machine's. */
function formatNow(prototype: Any, now: () => number): void {
  const { formatToParts } = prototype
  const getFormat = Object.getOwnPropertyDescriptor(prototype, 'format')!.get!
  const formats = new WeakMap<object, (date?: unknown) => string>()
  const dated = (date: unknown) => (date === undefined ? now() : date)
  const formatOf = (original: Any) => {
    const known = formats.get(original)
    if (known) return known
    const made = { '': (date?: unknown) => original(dated(date)) }['']
    formats.set(original, made)
    return made
  }
  const replacements = {
    get format() {
      return formatOf(apply(getFormat, this, []))
    },
    formatToParts(date?: unknown) {
      return apply(formatToParts, this, [dated(date)])
    },
  }
  for (const [name, { get, value }] of Object.entries(Object.getOwnPropertyDescriptors(replacements)))
    Object.defineProperty(prototype, name, {
      ...Object.getOwnPropertyDescriptor(prototype, name),
      ...(get ? { get } : { value }),
    })
}
