/**
 * RSA (RFC 8017) on integers: the one-way function, its paddings and the making of keys. Nothing here knows how a program asks for it or how a
 * key is written.
 */
export { generateRsaKey } from './generation.ts'
export { padOaep, unpadOaep } from './oaep.ts'
export { modulusBytes, privateOperation, publicOperation } from './operations.ts'
export { encodePkcs1Signature, padType1, padType2, unpadType1, unpadType2 } from './pkcs1.ts'
export { encodePss, type PssOptions, verifyPss } from './pss.ts'
