/** What drawings of packets share. Nothing here knows what is drawn. */
export { apart } from './apart.ts'
