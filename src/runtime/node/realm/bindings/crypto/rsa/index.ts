/**
 * RSA (RFC 8017) on integers: the one-way function, its paddings and key generation. Nothing here depends on the program's API or on how a
 * key is encoded.
 */
export { generateRsaKey } from './generation.ts'
export { padOaep, unpadOaep } from './oaep.ts'
export { modulusBytes, privateOperation, publicOperation } from './operations.ts'
export { encodePkcs1Signature, padType1, padType2, unpadType1, unpadType2 } from './pkcs1.ts'
export { encodePss, type PssOptions, verifyPss } from './pss.ts'
