/** Reason why bytes are invalid: returned by the parsers, never thrown. */
export class ParseError {
  readonly protocol: string
  /** `header of 20 bytes cut off after 12`. */
  readonly reason: string

  constructor(protocol: string, reason: string) {
    this.protocol = protocol
    this.reason = reason
  }

  toString(): string {
    return `${this.protocol}: ${this.reason}`
  }
}

export function cutOff(protocol: string, needed: number, available: number): ParseError {
  return new ParseError(protocol, `${needed} bytes needed, ${available} there`)
}

export const NO_BYTES = new Uint8Array(0)
