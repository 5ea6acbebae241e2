/**
 * TCP streams put together again: following a conversation, and cutting it into the messages of the protocol that it carries. Reads segments and their
 * positions; shows nothing by itself.
 */
export { type FollowedStream, followStream, type StreamTurn, streamHex, streamText } from './follow.ts'
export type { HttpExchange, StreamMessage } from './message-cutter.ts'
export { dataStart, StreamAssembler } from './stream-assembler.ts'
export { StreamMessages } from './stream-messages.ts'
