/**
 * The time, time zone and language of a host: the world's clock, UTC and en-US, whatever the machine has. Engines take all three from the
 * machine, in `Date`, in `Intl` and in a few methods of strings and numbers; these are replaced before Node's library captures them.
 */
export { installDefaultLocale } from './default-locale.ts'
export { hostDate } from './host-date.ts'
export { replaceIntl } from './host-intl.ts'
export { define, replaceMethod } from './replace.ts'
