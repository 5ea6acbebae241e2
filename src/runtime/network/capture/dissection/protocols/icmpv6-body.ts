import type { FieldType, IcmpMessage, ParseError } from '../../../wire/index.ts'
import type { FieldBuilder } from '../layer.ts'

/** Body of an ICMPv6 message after its first 8 bytes, if it is neither data nor a quoted packet. */
export interface MessageBody {
  /** Addition to the message's summary. */
  readonly summary: string
  /** Offset of a quoted packet in the message. */
  readonly quotedAt?: number | null
  /** Adds its fields to those of the message, which ends at `end`. */
  addFields(builder: FieldBuilder, end: number): void
}

/** A group of ICMPv6 message types with structured bodies. */
export interface BodyFormat {
  readonly fields: readonly FieldType[]
  has(type: number): boolean
  read(message: IcmpMessage): MessageBody | ParseError
}
