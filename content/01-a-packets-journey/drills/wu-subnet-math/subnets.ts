/** IPv4 networks: addresses as numbers of 32 bits. */

export interface Network {
  /** Its first address. */
  first: number
  prefix: number
}

/** Addresses in a network of this prefix length. */
export const sizeOf = (prefix: number): number => 2 ** (32 - prefix)

/** The network of this prefix length that contains the address. */
export const networkOf = (address: number, prefix: number): Network => ({
  first: address - (address % sizeOf(prefix)),
  prefix,
})

export const lastOf = ({ first, prefix }: Network): number => first + sizeOf(prefix) - 1

export const contains = (network: Network, address: number): boolean =>
  networkOf(address, network.prefix).first === network.first

/** Addresses for hosts: all but the first and the last, except on /31 (RFC 3021) and /32. */
export const hostsIn = (prefix: number): number => (prefix >= 31 ? sizeOf(prefix) : sizeOf(prefix) - 2)

export const text = (address: number): string =>
  [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join('.')

export const textOf = ({ first, prefix }: Network): string => `${text(first)}/${prefix}`
