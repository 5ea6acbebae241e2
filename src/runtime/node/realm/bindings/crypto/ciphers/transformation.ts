/** A cipher at work, fed in pieces. */
export interface Transformation {
  update(bytes: Uint8Array): Uint8Array
  /** The rest; throws where what was given cannot be. */
  final(): Uint8Array
  setAutoPadding?(pads: boolean): void
}

/** One that authenticates. */
export interface Authenticated extends Transformation {
  /** Bytes that are authenticated, not encrypted. `textLength`: of what will be, where the mode must know. */
  addData(bytes: Uint8Array, textLength: number): void
  /** Once `final` has been called. */
  tag(): Uint8Array
}
