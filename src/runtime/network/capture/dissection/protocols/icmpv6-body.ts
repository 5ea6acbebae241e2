import type { FieldType, IcmpMessage, ParseError } from '../../../wire/index.ts'
import type { FieldBuilder } from '../layer.ts'

/** What is behind the first 8 bytes of an ICMPv6 message, where that is neither data nor a quoted packet. */
export interface MessageBody {
  /** What it adds to the line that sums the message up. */
  readonly summary: string
  /** Where a packet that it quotes begins in the message. */
  readonly quotedAt?: number | null
  /** Adds its fields to those of the message, which ends at `end`. */
  addFields(builder: FieldBuilder, end: number): void
}

/** A group of types of ICMPv6 messages whose bodies have a form. */
export interface BodyFormat {
  readonly fields: readonly FieldType[]
  has(type: number): boolean
  read(message: IcmpMessage): MessageBody | ParseError
}
