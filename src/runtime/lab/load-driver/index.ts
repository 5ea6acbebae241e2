/**
 * The driver runs next to a submission's module in its process so that a test can call it (`driver.ts`);
 * `remote-value.ts` encodes values on both sides. The driver is started as a program; nothing imports it.
 */
export {
  type Dereference,
  decodeError,
  decodeValue,
  type EncodedError,
  type EncodedValue,
  encodeValue,
  type ReferenceOf,
} from './remote-value.ts'
