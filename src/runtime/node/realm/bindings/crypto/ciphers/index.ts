/**
 * The modes of AES and of ChaCha20, each fed in pieces, over the block and stream functions of a library, and which name means which.
 * What programs do with them (tags, initialization vectors, errors) is one folder up.
 */
export { type CipherSetup, createTransformation } from './create.ts'
export { type CipherKind, cipherNamed, cipherNames, cipherNumbered, isAuthenticated } from './names.ts'
export type { Authenticated, Transformation } from './transformation.ts'
