/** Raw sockets of both families: copies of what arrives for the host, and payloads sent under any protocol number. */
export { RawLayer } from './raw-layer.ts'
