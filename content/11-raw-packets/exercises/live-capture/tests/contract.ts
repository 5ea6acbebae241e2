/** What `sniff.ts` exports. The prompt shows this. */
export interface Options {
  /** IPv4 packets of this protocol only; the kernel throws the others away. Without it, every frame. */
  protocol?: 'icmp' | 'tcp' | 'udp'
  /** Also count frames that are for somebody else. */
  promiscuous?: boolean
  /** Room for frames that have not been read yet, in bytes (SO_RCVBUF). */
  bufferBytes?: number
}
export interface Report {
  /** Frames, each once. */
  packets: number
  /** Their bytes on the wire, from the Ethernet header on. */
  bytes: number
  /** TCP segments that begin a connection. */
  syns: number
  /** Bytes on the wire by IPv4 source address, most first. */
  talkers: { address: string; bytes: number }[]
  /** Frames for which there was no room, since the capture began. */
  dropped: number
  /** Identifiers of the VLANs that were seen, in ascending order. */
  vlans: number[]
  /** What no honest host sends, in the order in which it came. */
  anomalies: { kind: 'land' | 'christmas-tree' | 'no-flags'; from: string }[]
}
export interface Capture {
  /** Of all that has arrived by now. */
  report(): Report
  close(): void
}
/** Begins to watch an interface of this host. */
export declare function sniff(iface: string, options?: Options): Promise<Capture>
