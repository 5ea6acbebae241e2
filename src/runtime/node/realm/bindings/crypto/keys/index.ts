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
export {
  bitStringIn,
  bytesHex,
  bytesInteger,
  contentOf,
  DerError,
  type DerValue,
  decode,
  integerBytes,
  integerIn,
  nullValue,
  objectIdentifier,
  objectIdentifierIn,
  octetString,
  sequence,
  sequenceIn,
  Tag,
} from './der.ts'
export { decodeSpki, encodeSpki, HASH_IDENTIFIERS, pssIn } from './encodings.ts'
export { exportKey } from './export.ts'
export { Format, importPrivate, importPublic, keyInput } from './import.ts'
export { keyHeldBy, secretBytes } from './key-data.ts'
export { POINT_FORMS } from './key-object-handle.ts'
export { nativeKeyClasses } from './native-classes.ts'
export { formatPem, type Pem, parsePem, parsePems } from './pem.ts'
