/**
 * Linux's own sockets by their real system calls (koffi): what `ackademy:sockets` is on a real kernel, and what the linux backend of
 * Lab is made of. Only Node on Linux can load it; nothing that reaches a page imports it.
 */

export * as linux from './constants.ts'
export { type Control, readControl } from './control-message.ts'
export type { PollEntry, RawControl } from './libc.ts'
export * as libc from './libc.ts'
export { decodeAddress, encodeAddress, encodeLinkAddress, type InterfaceNumbers } from './sockaddr.ts'
