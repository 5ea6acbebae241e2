/**
 * Name lookup: `internalBinding('cares_wrap')`, as c-ares and getaddrinfo(3) do it. Messages on the wire are `network/wire`'s; here is who is asked, how
 * often and for how long, and what a program is told.
 */
export { caresBinding } from './cares.ts'
