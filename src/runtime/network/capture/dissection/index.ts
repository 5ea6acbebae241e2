/**
 * Frames into layers of named fields. `protocols/` has a file for each protocol and the one list in which they stand; each says under which numbers it is
 * found. Everything is read through the tables of `wire/`; nothing here remembers a packet: what only a whole capture tells comes from `analysis/`.
 */
export { dissect } from './dissect.ts'
export type { ByteSource, Carrier, DissectedField, DissectedLayer, Dissection, FrameInfo } from './dissection.ts'
export { fieldsNamed, fieldValue } from './dissection.ts'
export type { Place, Protocol, Registration } from './protocol.ts'
export { PROTOCOLS } from './protocols/index.ts'
