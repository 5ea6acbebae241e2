import type { Any } from '../types.ts'
import { replaceMethod } from './replace.ts'

const LOCALE = 'en-US'
const TIME_ZONE = 'UTC'

const { apply } = Reflect

/** Returns the requested locales, or the host's when none is requested or known: engines would then take the machine's. */
export function localesFor(service: { supportedLocalesOf(locales: Any): string[] }, locales: unknown): unknown {
  return locales === undefined || service.supportedLocalesOf(locales).length === 0 ? LOCALE : locales
}

/** Returns options of `Intl.DateTimeFormat` with a time zone. */
export function inTimeZone(options: Any): Any {
  if (options === undefined) return { timeZone: TIME_ZONE }
  if (options === null || options.timeZone !== undefined) return options
  return Object.create(Object(options), { timeZone: { value: TIME_ZONE } })
}

/** Makes locale-dependent methods of strings and numbers use the host's locale. Call once for each set of prototypes. */
export function installDefaultLocale(global: Any): void {
  const { Collator, NumberFormat, getCanonicalLocales } = global.Intl
  const formatting = (original: Any) =>
    ({
      toLocaleString(this: unknown, locales?: unknown, options?: unknown) {
        return apply(original, this, [localesFor(NumberFormat, locales), options])
      },
    }).toLocaleString
  replaceMethod(global.Number.prototype, 'toLocaleString', formatting)
  replaceMethod(global.BigInt.prototype, 'toLocaleString', formatting)
  replaceMethod(
    global.String.prototype,
    'localeCompare',
    (original) =>
      ({
        localeCompare(this: unknown, that: unknown, locales?: unknown, options?: unknown) {
          return apply(original, this, [that, localesFor(Collator, locales), options])
        },
      }).localeCompare,
  )
  for (const name of ['toLocaleLowerCase', 'toLocaleUpperCase'])
    replaceMethod(
      global.String.prototype,
      name,
      (original) =>
        ({
          inCase(this: unknown, locales?: unknown) {
            return apply(original, this, [getCanonicalLocales(locales)[0] ?? LOCALE])
          },
        }).inCase,
    )
}
