/** Helpers for drawings of packets. They do not know what is drawn. */
export { apart } from './apart.ts'
