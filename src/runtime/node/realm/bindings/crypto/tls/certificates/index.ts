/** X.509 certificates: reading them, showing them as Node does, and verifying chains. */
export { type Certificate, readCertificate } from './certificate.ts'
export { extendedKeyUsage, infoAccess, isAuthority, subjectAltName } from './extensions.ts'
export { fingerprint, formatTime, legacyObject, serialNumber } from './legacy.ts'
export { nameLines } from './names.ts'
export { isSignedBy, signatureIdentifier, signatureName } from './signatures.ts'
export { buildChain, couldIssue, VERIFY_ERRORS, type Verification, type VerifyError, verifyChain } from './verify.ts'
