/**
 * IPv4 addresses as text and as 32-bit numbers. Headers are read millions of times and a world has few addresses, so the text of
 * recently seen numbers is kept: the same number gives the same string, without building it again.
 */

const CACHE_SIZE = 1024
const cachedNumbers = new Uint32Array(CACHE_SIZE)
const cachedTexts: (string | undefined)[] = new Array(CACHE_SIZE).fill(undefined)

/** The dotted quad of an unsigned 32-bit number. */
export function ipv4FromNumber(number: number): string {
  const slot = (Math.imul(number, 0x9e3779b1) >>> 22) & (CACHE_SIZE - 1)
  const cached = cachedTexts[slot]
  if (cached !== undefined && cachedNumbers[slot] === number) return cached
  const text = `${number >>> 24}.${(number >>> 16) & 255}.${(number >>> 8) & 255}.${number & 255}`
  cachedNumbers[slot] = number
  cachedTexts[slot] = text
  return text
}

/**
 * The number of a dotted quad, or -1 when the text is none. Strict: four decimal numbers up to 255 without leading zeros, the form
 * `inet_pton` takes (RFC 6943 §3.1.1 tells why the older short and octal forms are dangerous).
 */
export function parseIpv4Address(text: string): number {
  let number = 0
  let part = -1
  let parts = 0
  for (let i = 0; i <= text.length; i++) {
    const code = i < text.length ? text.charCodeAt(i) : 46
    if (code === 46) {
      if (part < 0) return -1
      number = number * 256 + part
      part = -1
      if (++parts > 4) return -1
    } else if (code >= 48 && code <= 57) {
      if (part === 0) return -1
      part = part < 0 ? code - 48 : part * 10 + (code - 48)
      if (part > 255) return -1
    } else return -1
  }
  return parts === 4 ? number : -1
}

const numbersByText = new Map<string, number>()

/** The number of an address that is known to be IPv4; recently seen ones are kept. Throws TypeError when it is not: that is an error of the caller. */
export function ipv4Number(address: string): number {
  const known = numbersByText.get(address)
  if (known !== undefined) return known
  const number = parseIpv4Address(address)
  if (number < 0) throw new TypeError(`${JSON.stringify(address)} is not an IPv4 address`)
  if (numbersByText.size >= CACHE_SIZE) numbersByText.clear()
  numbersByText.set(address, number)
  return number
}
