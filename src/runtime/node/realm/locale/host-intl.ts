import type { Any } from '../types.ts'
import { inTimeZone, localesFor } from './default-locale.ts'
import { define } from './replace.ts'

/** The services of ECMA-402 whose locale is the machine's when none is given; the first three may be called without `new`. */
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

/** Puts services with the host's defaults into `intl`, which is the process's own. `now` is what a format of no date formats, in ms. */
export function replaceIntl(intl: Any, now: () => number): void {
  for (const name of SERVICES) if (typeof intl[name] === 'function') define(intl, name, hostService(intl[name], name))
  formatNow(intl.DateTimeFormat.prototype, now)
}

/** A service with a prototype of its own: the original's may be that of other processes too. */
function hostService(Original: Any, name: string): unknown {
  const isCallable = CALLABLE.includes(name)
  function Service(...parameters: Any[]): unknown {
    if (!new.target && !isCallable) return apply(Original, undefined, parameters) // says that it needs `new`
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

/** `format()` and `formatToParts()` without a date mean now, which an engine would ask the machine for. */
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
