/**
 * Checking packets that a test holds, by display filters: which came, in which order, how many, when, and which must not
 * come. Each failure names the first packet that is wrong. Nothing here queries the world.
 */
export { type PacketMatchers, packetMatchers } from './matchers.ts'
