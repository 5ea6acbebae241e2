/**
 * Reassembly of TCP streams: following a conversation, and cutting it into the messages of the protocol that it carries. It
 * reads segments and their positions, and displays nothing.
 */
export { type FollowedStream, followStream, type StreamTurn, streamHex, streamText } from './follow.ts'
export type { GrpcReading, Http2HeaderBlock, Http2Reading } from './http2-reading.ts'
export type { HttpExchange, StreamMessage } from './message-cutter.ts'
export { dataStart, StreamAssembler } from './stream-assembler.ts'
export { StreamMessages } from './stream-messages.ts'
export type { WebSocketReading } from './websocket-reading.ts'
