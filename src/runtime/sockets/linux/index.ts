/**
 * Linux's own sockets by their real system calls (koffi): what `ackademy:sockets` is on a real kernel, and what the linux backend of
 * Lab is made of. Only Node on Linux can load it; nothing that reaches a page imports it.
 */

export { type Control, type RawControl, readControl } from '../control-message.ts'
export * as linux from '../linux-constants.ts'
export { decodeAddress, encodeAddress, encodeLinkAddress, type InterfaceNumbers } from '../sockaddr.ts'
export { FrameRoom } from './frame-room.ts'
export type { PollEntry } from './libc.ts'
export * as libc from './libc.ts'
