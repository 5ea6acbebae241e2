/** An address without its zone (RFC 4007 §11): only link-local ones need it, and they are on one link here. */
export function withoutZone(address: string): string {
  const percent = address.indexOf('%')
  return percent < 0 ? address : address.slice(0, percent)
}
