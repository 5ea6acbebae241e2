/** A cipher in use, fed in pieces. */
export interface Transformation {
  update(bytes: Uint8Array): Uint8Array
  /** Returns the rest; throws on invalid input. */
  final(): Uint8Array
  setAutoPadding?(pads: boolean): void
}

/** A cipher that authenticates. */
export interface Authenticated extends Transformation {
  /** Adds bytes to authenticate but not encrypt. `textLength`: length of the text to come, for modes that must know it. */
  addData(bytes: Uint8Array, textLength: number): void
  /** Returns the tag; call after `final`. */
  tag(): Uint8Array
}
