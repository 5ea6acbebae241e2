/**
 * What runs beside a submission's module in its process so that a test can call it (`driver.ts`), and how values travel between
 * them (`remote-value.ts`, which the test's side uses too). The driver is started as a program; nothing imports it.
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
