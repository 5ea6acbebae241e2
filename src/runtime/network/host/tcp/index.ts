/**
 * TCP, split by role: `tcp-layer` and `passive-open` find the connection, `tcp-socket` and `stream` are the program's side,
 * `connection` holds the state, and `input`, `acknowledgment`, `text`, the `…output` files, `recovery/`, `congestion/`,
 * `timeouts`, `delayed-ack`, `receive-window`, `ecn`, `closing` change it. Interface addresses and routes belong to IP.
 */
export { LINUX_TCP_SETTINGS, type TcpSettings } from './settings.ts'
export { ssState } from './socket-text.ts'
export { TcpLayer } from './tcp-layer.ts'
