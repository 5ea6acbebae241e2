const MEMORY =
  "Linux counts the memory that segments take (skb truesize) against the socket's buffers; the simulated stack counts their bytes"

/**
 * Scripts of the Linux kernel that the simulated stack fails, and why that is right. A test holds them to it: one that passes comes off
 * this list.
 */
export const KNOWN_DIFFERENCES: Readonly<Record<string, string>> = {
  'tcp_blocking_blocking-write.pkt': MEMORY,
  'tcp_ooo_rcv_mss.pkt': MEMORY,
  'tcp_rcv_big_endseq.pkt': MEMORY,
  'tcp_rcv_wnd_shrink_nomem.pkt': MEMORY,
  'tcp_tcp_info_tcp-info-sndbuf-limited.pkt': MEMORY,
  'tcp_timestamping_tcp_tx_timestamp_bug.pkt': MEMORY,
}
