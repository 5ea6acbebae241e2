/** What `header.ts` exports. The prompt shows this. */
export interface Header {
  id: number
  qr: boolean
  opcode: number
  aa: boolean
  tc: boolean
  rd: boolean
  ra: boolean
  rcode: number
  counts: [number, number, number, number]
}
export declare function decodeHeader(message: Uint8Array): Header | null
export declare function encodeHeader(header: Header): Uint8Array
export declare function replyTo(query: Uint8Array): Uint8Array | null
