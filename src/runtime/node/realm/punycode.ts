/** Host names in their own script: Punycode (RFC 3492) as IDNA uses it. */

const [BASE, T_MIN, T_MAX, SKEW, DAMP, FIRST_BIAS, FIRST_CODE] = [36, 1, 26, 38, 700, 72, 128]
const PREFIX = 'xn--'

/** Turns `xn--mnchen-3ya.example` into `münchen.example`; labels that are not Punycode stay. */
export function domainToUnicode(domain: string): string {
  const labels = domain.split('.')
  return labels
    .map((label) => (label.startsWith(PREFIX) ? (decode(label.slice(PREFIX.length)) ?? label) : label))
    .join('.')
}

/** Decodes a label [RFC 3492 section 6.2]. */
function decode(label: string): string | null {
  const delimiter = label.lastIndexOf('-')
  const output = [...label.slice(0, Math.max(0, delimiter))].map((character) => character.charCodeAt(0))
  const digits = [...label.slice(delimiter + 1)].map(digitOf)
  let [code, bias, i] = [FIRST_CODE, FIRST_BIAS, 0]
  while (digits.length > 0) {
    const before = i
    for (let k = BASE, weight = 1; ; k += BASE) {
      const digit = digits.shift()
      if (digit === undefined || digit < 0) return null
      i += digit * weight
      const threshold = Math.min(T_MAX, Math.max(T_MIN, k - bias))
      if (digit < threshold) break
      weight *= BASE - threshold
    }
    const length = output.length + 1
    bias = adapt(i - before, length, before === 0)
    code += Math.floor(i / length)
    i %= length
    if (code > 0x10ffff) return null
    output.splice(i++, 0, code)
  }
  return String.fromCodePoint(...output)
}

function digitOf(character: string): number {
  if (/[a-z]/i.test(character)) return character.toLowerCase().charCodeAt(0) - 97
  return /\d/.test(character) ? Number(character) + 26 : -1
}

/** Adapts the bias [RFC 3492 section 6.1]. */
function adapt(delta: number, length: number, isFirst: boolean): number {
  let left = Math.floor(delta / (isFirst ? DAMP : 2))
  left += Math.floor(left / length)
  let k = 0
  for (; left > ((BASE - T_MIN) * T_MAX) / 2; k += BASE) left = Math.floor(left / (BASE - T_MIN))
  return k + Math.floor(((BASE - T_MIN + 1) * left) / (left + SKEW))
}
