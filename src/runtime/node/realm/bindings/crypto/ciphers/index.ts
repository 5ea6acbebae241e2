/**
 * The modes of AES and of ChaCha20 with their names, each fed in pieces, over a library's block and stream functions.
 * The programs' side (tags, initialization vectors, errors) is one folder up.
 */
export { type CipherSetup, createTransformation } from './create.ts'
export { type CipherKind, cipherNamed, cipherNames, cipherNumbered, isAuthenticated } from './names.ts'
export type { Authenticated, Transformation } from './transformation.ts'
