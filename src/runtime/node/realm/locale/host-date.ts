import type { Any } from '../types.ts'
import { parseInUtc } from './date-text.ts'
import { inTimeZone, localesFor } from './default-locale.ts'
import { define, replaceMethod } from './replace.ts'

const { apply, construct } = Reflect

/** Parts of a date whose methods have a UTC variant. */
const PARTS = ['Date', 'Day', 'FullYear', 'Hours', 'Milliseconds', 'Minutes', 'Month', 'Seconds']

/**
 * Makes a `Date` whose local time is UTC and whose clock is `now`, in ms since the Unix epoch. It has its own prototype: other processes may
 * share the original's.
 */
export function hostDate(Original: DateConstructor, now: () => number, intl: typeof Intl): DateConstructor {
  const parse = (text: string) => parseInUtc(text, Original.parse)
  function HostDate(...parameters: Any[]): Date | string {
    if (!new.target) return String(construct(Original, [now()], HostDate))
    return construct(Original, [timeValue(parameters)], new.target)
  }
  const timeValue = (parameters: Any[]): number => {
    if (parameters.length === 0) return now()
    if (parameters.length > 1) return apply(Original.UTC, Original, parameters)
    const value = isDate(parameters[0]) ? getTime(parameters[0]) : toPrimitive(parameters[0])
    return typeof value === 'string' ? parse(value) : +(value as number)
  }
  const { getTime: originalGetTime } = Original.prototype
  const getTime = (date: Date): number => apply(originalGetTime, date, [])
  const isDate = (value: unknown): value is Date => {
    try {
      getTime(value as Date)
      return true
    } catch {
      return false
    }
  }
  const prototype = Object.create(Object.prototype, Object.getOwnPropertyDescriptors(Original.prototype))
  define(prototype, 'constructor', HostDate)
  replaceLocalTime(prototype, getTime)
  replaceText(prototype, getTime, intl)
  define(HostDate, 'now', { now: () => now() }.now)
  define(HostDate, 'parse', { parse: (text: unknown) => parse(String(text)) }.parse)
  define(HostDate, 'UTC', Original.UTC)
  Object.defineProperty(HostDate, 'prototype', { value: prototype, writable: false })
  Object.defineProperty(HostDate, 'name', { value: 'Date', configurable: true })
  Object.defineProperty(HostDate, 'length', { value: 7, configurable: true })
  return HostDate as unknown as DateConstructor
}

/** ECMA-262 ToPrimitive without a hint. */
function toPrimitive(value: Any): unknown {
  if (value === null || (typeof value !== 'object' && typeof value !== 'function')) return value
  const exotic = value[Symbol.toPrimitive]
  const methods = exotic == null ? [value.valueOf, value.toString] : [exotic]
  for (const method of methods) {
    if (typeof method !== 'function') continue
    const primitive = apply(method, value, exotic == null ? [] : ['default'])
    if (primitive === null || (typeof primitive !== 'object' && typeof primitive !== 'function')) return primitive
  }
  throw new TypeError('Cannot convert object to primitive value')
}

function replaceLocalTime(prototype: Any, getTime: (date: Date) => number): void {
  const originals = { ...Object.getOwnPropertyDescriptors(prototype) }
  const calling = (method: Any) =>
    ({
      local(this: Date, ...parameters: unknown[]) {
        return apply(method, this, parameters)
      },
    }).local
  for (const part of PARTS)
    for (const verb of ['get', 'set'])
      replaceMethod(prototype, verb + part, () => calling(originals[`${verb}UTC${part}`]!.value))
  const [getYear, setYear] = [originals.getUTCFullYear!.value, originals.setUTCFullYear!.value]
  const replacements = {
    getYear(this: Date) {
      return (apply(getYear, this, []) as number) - 1900
    },
    setYear(this: Date, year: unknown) {
      const number = Math.trunc(Number(year))
      return apply(setYear, this, [number >= 0 && number <= 99 ? 1900 + number : number])
    },
    getTimezoneOffset(this: Date) {
      return Number.isNaN(getTime(this)) ? Number.NaN : 0
    },
  }
  for (const [name, method] of Object.entries(replacements)) replaceMethod(prototype, name, () => method)
}

const INVALID = 'Invalid Date'

function replaceText(prototype: Any, getTime: (date: Date) => number, { DateTimeFormat }: typeof Intl): void {
  const { toUTCString } = prototype
  /** [weekday, day, month, year, time] */
  const parts = (date: Date): string[] | null =>
    Number.isNaN(getTime(date)) ? null : (apply(toUTCString, date, []) as string).replace(',', '').split(' ')
  const texts: Record<string, (parts: string[]) => string> = {
    toDateString: ([weekday, day, month, year]) => `${weekday} ${month} ${day} ${year}`,
    toTimeString: ([, , , , time]) => `${time} GMT+0000 (Coordinated Universal Time)`,
    toString: (all: string[]) => `${texts.toDateString!(all)} ${texts.toTimeString!(all)}`,
  }
  for (const [name, text] of Object.entries(texts))
    replaceMethod(
      prototype,
      name,
      () =>
        ({
          text(this: Date) {
            const all = parts(this)
            return all === null ? INVALID : text(all)
          },
        }).text,
    )
  for (const name of ['toLocaleString', 'toLocaleDateString', 'toLocaleTimeString'])
    replaceMethod(
      prototype,
      name,
      (original) =>
        ({
          text(this: Date, locales?: unknown, options?: unknown) {
            return apply(original, this, [localesFor(DateTimeFormat, locales), inTimeZone(options)])
          },
        }).text,
    )
}
