/** `10.0.9.1:7300`, `[2001:db8::1]:7300`: an address and a port as one text (RFC 5952, 6). Names of hosts stay as they are. */
export const formatEndpoint = ({ address, port }: { address: string; port: number }): string =>
  `${address.includes(':') ? `[${address}]` : address}:${port}`
