/**
 * TCP, split by role: `tcp-layer` finds the connection, `tcp-socket` is what programs see, `connection` holds the state, and `input`,
 * `acknowledgment`, `text`, `output`, `recovery`, `timeouts`, `delayed-ack`, `receive-window`, `closing` are what happens to it.
 * No addresses of interfaces, no routes: those are IP's.
 */
export { LINUX_TCP_SETTINGS, type TcpSettings } from './settings.ts'
export { TcpLayer } from './tcp-layer.ts'
