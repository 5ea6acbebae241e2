/** Signing and verifying: Ed25519 and Ed448, ECDSA, RSA with both paddings. */
export { signatureBinding } from './binding.ts'
export { type SignatureOptions, sign, verify } from './sign.ts'
