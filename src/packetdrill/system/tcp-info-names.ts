import { TCP_INFO_FIELDS, type TcpInfo } from '#network'

/** The fields of tcp_info under the names that scripts know them by: `tcpi_snd_cwnd`. */
export function namedInformation(info: TcpInfo): Readonly<Record<string, number>> {
  return Object.fromEntries(TCP_INFO_FIELDS.map((field) => [`tcpi_${snakeCase(field)}`, info[field]]))
}

function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}
