/**
 * Dissection of frames into layers of named fields. `protocols/` has one file per protocol and their list; each registers
 * its numbers. All reading uses the tables of `wire/`. No packet is remembered here: the context of a whole capture comes
 * from `analysis/`.
 */
export { dissect } from './dissect.ts'
export type { ByteSource, Carrier, DissectedField, DissectedLayer, Dissection, FrameInfo } from './dissection.ts'
export { fieldsNamed, fieldValue } from './dissection.ts'
export type { Place, Protocol, Registration } from './protocol.ts'
export { PROTOCOLS } from './protocols/index.ts'
