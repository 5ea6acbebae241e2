/** This machine's kernel lacks a feature that worlds need: a sentence for its administrator. */
export class KernelFeatureError extends Error {
  override readonly name = 'KernelFeatureError'
}

/** Commands' messages about a missing kernel feature, and the feature. */
const SIGNS: readonly [said: RegExp, lacks: string, remedy: string][] = [
  [/Unknown device type|type veth.*not supported/is, 'pairs of interfaces (CONFIG_VETH)', 'modprobe veth'],
  [/unshare: EINVAL|unshare: ENOSYS/, 'network namespaces (CONFIG_NET_NS)', 'a kernel that has them'],
  [/AF_PACKET socket: EAFNOSUPPORT/, 'packet sockets (CONFIG_PACKET)', 'modprobe af_packet'],
  [
    /^nft .*(Operation not supported|No such file or directory|not supported)/s,
    'NAT and firewall (CONFIG_NF_TABLES, CONFIG_NFT_MASQ, CONFIG_NFT_CT)',
    'modprobe nf_tables nft_masq nft_ct',
  ],
  [/no multicast routing: ENOPROTOOPT/, 'multicast routing (CONFIG_IP_MROUTE)', 'a kernel that has it'],
  [
    /tcp_congestion_control cannot be (?:reno|.*ENOENT)/s,
    'such congestion control for TCP (net.ipv4.tcp_available_congestion_control lists what there is)',
    'modprobe tcp_cubic',
  ],
  [
    /tcp_congestion_control cannot be .*EPERM/s,
    'congestion control of that name for namespaces (net.ipv4.tcp_allowed_congestion_control lists what they may choose)',
    'sysctl -w net.ipv4.tcp_allowed_congestion_control="reno cubic"',
  ],
]

/**
 * Builds a part of a world. If the kernel is at fault, the error says what it lacks, how to get it, and what works
 * without it.
 */
export function withKernelFeatures<T>(make: () => T): T {
  try {
    return make()
  } catch (error) {
    const { message } = error as Error
    const sign = SIGNS.find(([said]) => said.test(message))
    if (!sign) throw error
    const [, lacks, remedy] = sign
    throw new KernelFeatureError(
      `this machine's kernel has no ${lacks}, which worlds on real kernels need: ${remedy}. Exercises that name the simulated backend can be graded with --backend simulated`,
    )
  }
}
