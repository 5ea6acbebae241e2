/**
 * Compares recordings of two worlds by their conversations: the same submission on two backends, or a submission and the
 * solution. It reads only pcapng bytes, so it does not matter who recorded them, or where.
 */
export { type CaptureDifference, compareCaptures, type Sides } from './compare.ts'
export { areAlike, compareWorlds, comparisonAsText, type GradedWorld, type TestComparison } from './compare-worlds.ts'
export { type Conversation, conversationsIn } from './conversation.ts'
export type { TcpConversation } from './tcp-conversation.ts'
