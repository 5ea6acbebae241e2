/**
 * Name lookup: `internalBinding('cares_wrap')`, as c-ares and getaddrinfo(3) do it. `network/wire` encodes the messages; this folder decides which server
 * to ask, how often and for how long, and what the program gets.
 */
export { caresBinding } from './cares.ts'
