/**
 * TCP, split by role: `tcp-layer` and `passive-open` find the connection, `tcp-socket` and `stream` are what programs see, `connection`
 * holds the state, and `input`, `acknowledgment`, `text`, the `…output` files, `recovery/`, `congestion/`, `timeouts`, `delayed-ack`,
 * `receive-window`, `ecn`, `closing` are what happens to it. No addresses of interfaces, no routes: those are IP's.
 */
export { LINUX_TCP_SETTINGS, type TcpSettings } from './settings.ts'
export { TcpLayer } from './tcp-layer.ts'
