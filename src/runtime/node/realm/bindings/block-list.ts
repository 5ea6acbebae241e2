import { formatIpAddress, parseIpAddress } from '#network'
import type { RealmContext } from '../context.ts'
import { nativeError } from '../native-error.ts'
import type { Any, Binding } from '../types.ts'

const AF_INET = 2

/** A socket address as C++ keeps it; `detail` copies it into an object of the library. */
class SocketAddress {
  readonly #address: string
  readonly #port: number
  readonly #family: number
  readonly #flowLabel: number

  constructor(address: string, port: number, family: number, flowLabel: number) {
    this.#address = address
    this.#port = port
    this.#family = family
    this.#flowLabel = flowLabel
  }

  detail(into: Any): Any {
    return Object.assign(into, {
      address: this.#address,
      port: this.#port,
      family: this.#family,
      flowlabel: this.#flowLabel,
    })
  }

  flowlabel(): number {
    return this.#flowLabel
  }
}

interface BlockRule {
  first: bigint
  last: bigint
  text: string
}

const IPV4_MAPPED = 0xffff00000000n

/** Returns an address as one number in the IPv6 space, where IPv4 is mapped to ::ffff:0:0/96. */
function numberOf(address: string): bigint {
  const bytes = parseIpAddress(address)!
  let value = 0n
  for (const byte of bytes) value = (value << 8n) | BigInt(byte)
  return bytes.length === 4 ? value + IPV4_MAPPED : value
}

const detailOf = (address: SocketAddress) => address.detail({}) as { address: string; family: number }
const familyName = (family: number) => (family === AF_INET ? 'IPv4' : 'IPv6')

/** The rules of a `net.BlockList`, the newest first: single addresses, and ranges, which are listed after them. */
class BlockList {
  #addresses: BlockRule[] = []
  #ranges: BlockRule[] = []

  #add(first: bigint, last: bigint, text: string): void {
    this.#ranges.unshift({ first, last, text })
  }

  #remove(text: string): void {
    this.#addresses = this.#addresses.filter((rule) => rule.text !== text)
    this.#ranges = this.#ranges.filter((rule) => rule.text !== text)
  }

  addAddress(address: SocketAddress): void {
    const at = numberOf(detailOf(address).address)
    const text = addressText(address)
    if (this.#addresses.some((rule) => rule.text === text)) return
    this.#addresses.unshift({ first: at, last: at, text })
  }

  addAddresses(addresses: SocketAddress[]): void {
    for (const address of addresses) this.addAddress(address)
  }

  removeAddress(address: SocketAddress): void {
    this.#remove(addressText(address))
  }

  addRange(from: SocketAddress, to: SocketAddress): boolean {
    const [first, last] = [numberOf(detailOf(from).address), numberOf(detailOf(to).address)]
    if (first > last) return false
    this.#add(first, last, rangeText(from, to))
    return true
  }

  removeRange(from: SocketAddress, to: SocketAddress): void {
    this.#remove(rangeText(from, to))
  }

  addSubnet(network: SocketAddress, prefix: number): void {
    const { address, family } = detailOf(network)
    const free = BigInt((family === AF_INET ? 32 : 128) - prefix)
    const first = (numberOf(address) >> free) << free
    this.#add(first, first + (1n << free) - 1n, subnetText(network, prefix))
  }

  removeSubnet(network: SocketAddress, prefix: number): void {
    this.#remove(subnetText(network, prefix))
  }

  check(address: SocketAddress): boolean {
    return this.#contains(detailOf(address).address)
  }

  /** Returns false for text that is not an address of this family. */
  checkString(address: string, family: number): boolean {
    const bytes = parseIpAddress(address)
    if (!bytes) return false
    return (bytes.length === 4) === (family === AF_INET) && this.#contains(address)
  }

  #contains(address: string): boolean {
    const at = numberOf(address)
    const contains = (rule: BlockRule) => at >= rule.first && at <= rule.last
    return this.#addresses.some(contains) || this.#ranges.some(contains)
  }

  clear(): void {
    this.#addresses = []
    this.#ranges = []
  }

  getRules(): string[] {
    return [...this.#addresses, ...this.#ranges].map((rule) => rule.text)
  }

  getSize(): number {
    return this.#addresses.length + this.#ranges.length
  }
}

function addressText(address: SocketAddress): string {
  const detail = detailOf(address)
  return `Address: ${familyName(detail.family)} ${detail.address}`
}

function rangeText(from: SocketAddress, to: SocketAddress): string {
  return `Range: ${familyName(detailOf(from).family)} ${detailOf(from).address}-${detailOf(to).address}`
}

function subnetText(network: SocketAddress, prefix: number): string {
  const { address, family } = detailOf(network)
  return `Subnet: ${familyName(family)} ${address}/${prefix}`
}

/** `internalBinding('block_list')`: node_sockaddr.cc. */
export function blockListBinding(realm: RealmContext): Binding {
  return {
    ...realm.constants.block_list,
    BlockList: class extends BlockList {
      constructor() {
        super()
        realm.shared.add(this)
      }
    },
    SocketAddress: class extends SocketAddress {
      constructor(address: string, port: number, family: number, flowLabel: number) {
        const bytes = parseIpAddress(address)
        if (!bytes || (bytes.length === 4) !== (family === AF_INET))
          throw nativeError(realm.platform.global.Error, 'ERR_INVALID_ADDRESS', 'Invalid socket address')
        super(formatIpAddress(bytes), port, family, flowLabel)
        realm.shared.add(this)
      }
    },
  }
}
