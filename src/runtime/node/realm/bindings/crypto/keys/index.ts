/**
 * Keys: their data, their encodings (DER, PEM, JWK, raw, encrypted by a password), and the handles that the library keeps.
 * Operations with them are one folder up.
 */
export { type AsymmetricKey, publicPart, type RsaKey } from './asymmetric.ts'
export {
  CURVE_NAMES,
  type Curve,
  curveKey,
  curveOf,
  ellipticKey,
  NAMED_ALGORITHMS,
  pointBytes,
  requireCurve,
} from './curves.ts'
export { bytesInteger, integerBytes, nullValue, objectIdentifier, octetString, sequence } from './der.ts'
export { HASH_IDENTIFIERS } from './encodings.ts'
export { exportKey } from './export.ts'
export { importPrivate, importPublic, keyInput } from './import.ts'
export { secretBytes } from './key-data.ts'
export { POINT_FORMS } from './key-object-handle.ts'
export { nativeKeyClasses } from './native-classes.ts'
